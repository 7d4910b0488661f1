/* SPDX-License-Identifier: MIT */
/**
 * @file numberreg.h
 * @brief Everything a portal needs; stores other than the memory store have headers of their own.
 */
#ifndef NUMBERREG_H
#define NUMBERREG_H

#include <numberreg/batch.h>
#include <numberreg/code.h>
#include <numberreg/export.h>
#include <numberreg/host.h>
#include <numberreg/import.h>
#include <numberreg/journal.h>
#include <numberreg/language.h>
#include <numberreg/number.h>
#include <numberreg/plan.h>
#include <numberreg/policy.h>
#include <numberreg/purpose.h>
#include <numberreg/reason.h>
#include <numberreg/record.h>
#include <numberreg/registry.h>
#include <numberreg/result.h>
#include <numberreg/review.h>
#include <numberreg/scope.h>
#include <numberreg/session.h>
#include <numberreg/upload.h>
#include <numberreg/version.h>

#endif
