/* SPDX-License-Identifier: MIT */
/* What the files of decide share with each other and with nobody else. */
#ifndef NREG_COMMIT_DECIDE_PARTS_H
#define NREG_COMMIT_DECIDE_PARTS_H

#include "commit/decide.h"

/* Flags that say how the status came about: they go with it. */
enum { NREG_RECORD_OF_REVIEW = NREG_RECORD_PROOF | NREG_RECORD_REVIEWED_AT_ONCE };

void nreg_decide_place(nreg_record *record, const nreg_place *place);
/* A record that has never been here before. */
void nreg_decide_new(const nreg_setting *setting, const nreg_wish *wish, nreg_record *after);
/* The record as it is, with the token of this batch. */
void nreg_decide_next(const nreg_setting *setting, const nreg_record *before, nreg_record *after);
/* Gives the record a status by review, or back to it; what is known of the one before is kept in its flags. */
void nreg_decide_status(nreg_record *record, uint32_t status);
void nreg_decide_accept(nreg_decision *decision, nreg_write write, uint32_t outcome, uint32_t history);

void nreg_decide_review(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                        nreg_relation relation, nreg_decision *decision);
void nreg_decide_proof(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                       nreg_decision *decision);
void nreg_decide_revert(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                        nreg_decision *decision);
void nreg_decide_transfer(const nreg_setting *setting, const nreg_evidence *evidence, nreg_relation relation,
                          nreg_decision *decision);
void nreg_decide_import(const nreg_setting *setting, const nreg_wish *wish, nreg_relation relation,
                        nreg_decision *decision);

#endif
