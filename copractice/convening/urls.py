"""Addresses of convenings: what everybody reads, the staff's pages, and the room on a phone."""

from django.urls import path

from copractice.convening.views import (
    alignment,
    door,
    imports,
    moderation,
    prioritizing,
    results,
    room,
    staff,
)

CONVENING = "c/<slug:slug>/convenings/<slug:code>/"
STATEMENT = "c/<slug:slug>/statements/<slug:code>/"
ROOM = "v/<slug:room_code>/"

urlpatterns = [
    path("c/<slug:slug>/priorities/", results.priority_list, name="priorities"),
    path("c/<slug:slug>/priorities/<slug:code>/", results.priority, name="priority"),
    path("c/<slug:slug>/priorities/<slug:code>/align/", alignment.align_priority, name="align_priority"),
    path("c/<slug:slug>/alignments/<slug:code>/end/", alignment.take_back, name="take_back_alignment"),
    path("c/<slug:slug>/convenings/new/", staff.prepare, name="prepare_convening"),
    path("c/<slug:slug>/convenings/import/", imports.import_conversation, name="import_conversation"),
    path("c/<slug:slug>/convenings/import-pairs/", imports.import_pairs, name="import_pairs"),
    path(CONVENING, results.convening, name="convening"),
    path(f"{CONVENING}statements/", results.statements, name="statements"),
    path(f"{CONVENING}edit/", staff.change, name="change_convening"),
    path(f"{CONVENING}open/", staff.open_voting, name="open_convening"),
    path(f"{CONVENING}close/", staff.close_voting, name="close_convening"),
    path(f"{CONVENING}closing/", staff.reschedule, name="reschedule_convening"),
    path(f"{CONVENING}reopen/", staff.reopen_voting, name="reopen_convening"),
    path(f"{CONVENING}adopt/", staff.adopt, name="adopt_priorities"),
    # The room on a phone, its wall, and the decisions about what people write in it.
    path("join/", door.join, name="join"),
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}enter/", door.enter, name="enter"),
    path(f"{ROOM}vote/", room.vote, name="vote"),
    path(f"{ROOM}turnout/", room.turnout, name="turnout"),
    path(f"{ROOM}mine/", room.mine, name="my_votes"),
    path(f"{ROOM}write/", room.write, name="write_statement"),
    path(f"{ROOM}pairs/", prioritizing.pairs, name="pairs"),
    path(f"{ROOM}dots/", prioritizing.dots, name="dots"),
    path(f"{ROOM}keep/", door.keep, name="keep_votes"),
    path(f"{CONVENING}wall/", moderation.wall, name="wall"),
    path(f"{CONVENING}moderation/", moderation.moderation, name="moderation"),
    path(f"{STATEMENT}accept/", moderation.accept, name="accept_statement"),
    path(f"{STATEMENT}reject/", moderation.reject, name="reject_statement"),
    path(f"{STATEMENT}merge/", moderation.merge, name="merge_statement"),
    path(f"{STATEMENT}undo/", moderation.undo, name="undo_moderation"),
]
