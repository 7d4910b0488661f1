# SPDX-License-Identifier: MIT
"""A portal's back end: the page "Add Phone Numbers" as JSON over HTTP, with Flask.

Any number of worker processes share one SQLite file. Drafts live in it, so that a person may add numbers through one
worker and save through another, or after a restart. Run it:

    NUMBERREG_STORE=portal.db gunicorn --workers 2 service:app

Whoever stands in front says who acts and where, in the headers X-Business (a path) and X-Actor. X-Request-Id makes
saving safe to repeat.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import BadRequest, HTTPException

import numberreg
from numberreg import Batch, Consent, Entry, NumberregError, Result, Session

app = Flask(__name__)
_registries: dict[int, numberreg.Registry] = {}


def registry() -> numberreg.Registry:
    """This process's registry: one for all its requests, opened after the fork that made the process."""
    process = os.getpid()
    if process not in _registries:
        _registries[process] = numberreg.Registry.sqlite(os.environ["NUMBERREG_STORE"], create=True)
    return _registries[process]


def session() -> Session:
    """This request's session, confined to the Business it is for."""
    if "session" not in g:
        path, actor = request.headers.get("X-Business", ""), request.headers.get("X-Actor", "")
        with registry().operator("service") as operator:
            business = operator.scope(path)
        g.session = registry().session(business, actor, request.headers.get("X-Request-Id"))
    opened: Session = g.session
    return opened


@app.teardown_request
def close_session(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


@app.after_request
def name_worker(response: Response) -> Response:
    response.headers["X-Worker"] = str(os.getpid())
    return response


STATUS = {
    numberreg.NotFoundError: 404,
    numberreg.DeniedError: 403,
    numberreg.ScopeClosedError: 409,
    numberreg.ConflictError: 409,
    numberreg.RequestMismatchError: 422,
    numberreg.LimitExceededError: 422,
    numberreg.BusyError: 503,
    ValueError: 400,
}


@app.errorhandler(NumberregError)
@app.errorhandler(ValueError)
def failed(error: Exception) -> tuple[Response, int]:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    code = error.code.name if isinstance(error, NumberregError) else "INVALID_ARGUMENT"
    return jsonify(code=code, message=str(error)), status


@app.errorhandler(HTTPException)
def refused(error: HTTPException) -> tuple[Response, int]:
    return jsonify(code=error.name.upper().replace(" ", "_"), message=error.description), error.code or 500


def body() -> dict[str, Any]:
    data = request.get_json()
    if not isinstance(data, dict):
        raise BadRequest("a JSON object is expected")
    return data


def entry_json(batch: Batch, entry: Entry) -> dict[str, Any]:
    """What the page shows beside one row: the green check mark, or what is wrong."""
    return {
        "entry": entry.entry,
        "input": batch.input(entry),
        "green": entry.green,
        "state": entry.state.name,
        "formatted": entry.formatted,
        "purpose": entry.purpose,
        "reasons": [reason.name for reason in entry.reasons],
        "warnings": [reason.name for reason in entry.warnings],
    }


def result_json(result: Result) -> dict[str, Any]:
    """The answer to Save: added numbers with their count, rejected numbers with their count and reasons."""
    summary = result.summary
    return {
        "sentence": result.sentence,
        "batch": str(summary.batch),
        "replayed": summary.replayed,
        "added": {"count": summary.added, "numbers": [o.e164 for o in result.accepted]},
        "rejected": {"count": summary.rejected, "numbers": [o.as_json() for o in result.rejected]},
    }


@app.get("/purposes")
def list_purposes() -> Response:
    offered = [p for p in registry().purposes if not p.retired]
    return jsonify([{"id": p.id, "code": p.code, "label": p.label, "warning": p.warning} for p in offered])


@app.get("/check")
def check_number() -> Response:
    """The green check mark, while a person types."""
    number = numberreg.read(request.args.get("number", ""), request.args.get("region", "US"))
    verdict = number.check()
    return jsonify(
        state=number.state.name,
        green=number.valid and verdict.green,
        reasons=[reason.name for reason in verdict.reasons],
    )


@app.post("/scopes/<path:path>/drafts")
def new_draft(path: str) -> tuple[Response, int]:
    with session().batch(session().scope(path)) as batch:
        return jsonify(draft=str(batch.save())), 201


@app.get("/drafts/<int:draft>")
def show_draft(draft: int) -> Response:
    with session().load_batch(draft) as batch:
        return jsonify(entries=[entry_json(batch, entry) for entry in batch])


@app.delete("/drafts/<int:draft>")
def discard_draft(draft: int) -> tuple[str, int]:
    session().discard_batch(draft)
    return "", 204


@app.post("/drafts/<int:draft>/entries")
def add_entry(draft: int) -> tuple[Response, int]:
    data = body()
    with session().load_batch(draft) as batch:
        entry = batch.add(str(data.get("number", "")), data.get("purpose"))
        batch.save()
        return jsonify(entry_json(batch, entry)), 201


@app.patch("/drafts/<int:draft>/entries/<int:entry>")
def change_entry(draft: int, entry: int) -> Response:
    data = body()
    with session().load_batch(draft) as batch:
        if "number" in data:
            batch.edit(entry, str(data["number"]))
        if "purpose" in data:
            batch.set_purpose(entry, data["purpose"])
        if "reassign" in data:
            batch.set_consent(Consent.MOVE if data["reassign"] else Consent(0), entry)
        batch.save()
        return jsonify(entry_json(batch, batch[entry]))


@app.delete("/drafts/<int:draft>/entries/<int:entry>")
def drop_entry(draft: int, entry: int) -> tuple[str, int]:
    with session().load_batch(draft) as batch:
        batch.drop(entry)
        batch.save()
    return "", 204


@app.get("/drafts/<int:draft>/preview")
def preview(draft: int) -> Response:
    with session().load_batch(draft) as batch, batch.preview() as result:
        return jsonify(result_json(result))


@app.post("/drafts/<int:draft>/save")
def save(draft: int) -> Response:
    """Save. Repeated with the same X-Request-Id, from any worker, it answers the same and adds nothing twice."""
    wanted = request.headers.get("X-Request-Id")
    try:
        batch = session().load_batch(draft)
    except numberreg.ScopeClosedError:
        with session().result(draft) as stored:
            return jsonify(result_json(stored))
    with batch, batch.commit(request_id=wanted) as result:
        return jsonify(result_json(result))


@app.get("/scopes/<path:path>/numbers")
def list_numbers(path: str) -> Response:
    page = session().record_page(request.args.get("cursor"), scope=session().scope(path), page_size=100)
    rows = [
        {"e164": r.e164, "status": r.display_status, "purpose": r.purpose, "holder": str(r.holder)}
        for r in page.records
    ]
    return jsonify(numbers=rows, cursor=page.cursor if page.more else None)
