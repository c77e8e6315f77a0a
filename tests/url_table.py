"""Who may open what: one row for each URL, written from the clinic's point of view and apart from the code.

How to read a row. The letters say who may open it, each only towards what is theirs: members towards the patients of their
own clinic (O owner, P prescriber, N nurse, T therapist, C coach, F front desk), p a patient towards their own papers, w
somebody on their own, without a clinic, towards theirs, s a sitter towards the session of their pass. A dot is nobody. Then the
answers to GET and to POST for who may: the number that the page answers with, "-" where the page does not take that method
(405). With `302|200` either is right.

Everybody else gets, whatever the id: 404 if they are signed in or hold a live pass; the way to sign-in if they are not (401
where a script asks); the page "this pass is over" with a pass that has ended.

A new URL needs one line here. A URL that takes POST also has a body in `tests/matrix/bodies.py`.
"""

from uuid import UUID

CLINIC = """
#                     O P N T C F  p w s  GET      POST
board                 . P N T . .  . . .  200      -
board_rooms           . P N T . .  . . .  200      -
board_card            . P N T . .  . . .  200      -
board_piece           . P N T . .  . . .  200      -
task_done             . P N T . .  . . .  -        302
room                  . P N T . .  . . .  200      -
gate_ready            . P N T . .  . . .  200      -
gate_leave            . P N T . .  . . .  200      -
room_light            . P N T . .  . . .  -        302
room_record           . P N T . .  . . .  -        302
room_part             . P N T . .  . . .  200      -
arrivals              . P N T C F  . . .  200      -
patients              . P N T C F  . . .  200      -
patient_add           . P N . . F  . . .  200      302
patient               . P N T C F  . . .  200      -
patient_edit          . P N . . F  . . .  200      302
patient_invite        . P N . . F  . . .  200      422
consent_record        . P N . . .  . . .  200      302
course_add            . P . . . .  . . .  200      302
course                . P N T . .  . . .  200      -
course_end            . P . . . .  . . .  200      302
order_add             . P . . . .  . . .  200      302
order_end             . P . . . .  . . .  200      302
enrolment_add         . P . . . .  . . .  200      302
limits_set            . P . . . .  . . .  200      302
session_add           . P N . . F  . . .  200      302
session_plan          . P N . . F  . . .  200      -
session_move          . P N . . F  . . .  200      302
session_place         . P N . . F  . . .  200      302
session_arrived       . P N . . F  . . .  -        302
session_call_off      . P N . . F  . . .  -        302
support_set           . P N . . F  . . .  200      302
support_change        . P N . . F  . . .  -        302
passes                . P N . . F  . . .  200      200
pass_change           . P N . . F  . . .  -        200
session_record        . P N T . .  . . .  200      -
entry_correct         . P N T . .  . . .  200      302
protocols             . P N T . .  . . .  200      -
protocol_add          . P . . . .  . . .  200      302
protocol              . P N T . .  . . .  200      -
protocol_file         . P N T . .  . . .  200      -
team                  O P N T C F  . . .  200      -
invitation_add        O . . . . .  . . .  200      201
invitation_revoke     O . . . . .  . . .  -        302
member_edit           O . . . . .  . . .  200      302
member_end            O . . . . .  . . .  -        302
clinic_settings       O . . . . .  . . .  200      302
room_add              O . . . . .  . . .  -        302
listing_add_clinic    O . . . . .  . . .  -        302
who_looked_clinic     O . . . . .  . . .  200      -
choose_clinic         O P N T C F  . . .  200      302
patient_serious       . P N T . .  . . .  302      -
course_review         . P . . . .  . . .  -        302
session_medicines     . P N . . .  . . .  -        302
session_missed        . P N . . F  . . .  -        302
pin                   . P N T . .  . . .  200      302
pin_forget            . P N T . .  . . .  -        302
voices                O P . T . .  . . .  200      -
voice_guide           . P . T . .  . . .  200      -
voice_line            . P . T . .  . . .  -        201
voice_together        . P . T . .  . . .  -        302|404
voice_take            . P . T . .  . . .  200|404  -
voice_sound           O P . T . .  . . .  200      -
voice_offer           . P . T . .  . . .  -        302|404
voice_remove          O P . T . .  . . .  -        302|404
music                 O P . T . .  . . .  200      302
music_order           O P . T . .  . . .  -        302
music_edit            O P . T . .  . . .  200      302
music_move            O P . T . .  . . .  -        302
music_remove          O P . T . .  . . .  -        302
music_back            O P . T . .  . . .  -        302|404
music_sound           O P . T . .  . . .  200      -
tablet_list           O . . . . .  . . .  200      -
tablet_add            O . . . . .  . . .  -        201
tablet_locks          O . . . . .  . . .  -        302
tablet_retire         O . . . . .  . . .  -        302
"""

PATIENT = """
#                     O P N T C F  p w s  GET      POST
today                 . . . . . .  p . .  200      -
check_in              . . . . . .  p . .  -        302
wishes                . . . . . .  p . .  200      302
prepare               . . . . . .  p . .  200      -
tick                  . . . . . .  p . .  -        302
intention             . . . . . .  p . .  200      302
support               . . . . . .  p . .  200      302
pass_preview          . . . . . .  p . .  200      200
support_remove        . . . . . .  p . .  -        302
session_now           . . . . . .  p . .  302      -
session_screen        . . . . . .  p . .  200      -
preflight             . . . . . .  p . .  200      302
going_home            . . . . . .  p . .  200      -
listen_again          . . . . . .  p . .  200      -
reflect               . . . . . .  p . .  200      302
morning               . . . . . .  p . .  200      -
journal               . . . . . .  p . .  200      302
voice                 . . . . . .  p . .  -        201
journal_download      . . . . . .  p . .  200      -
note                  . . . . . .  p . .  200      302
note_share            . . . . . .  p . .  -        302
note_delete           . . . . . .  p . .  -        302
recording             . . . . . .  p . .  200      -
care                  . . . . . .  p . .  200      -
consents              . . . . . .  p . .  200      -
consent_answer        . . . . . .  p . .  -        302
consent_withdraw      . . . . . .  p . .  -        302
who_looked            . . . . . .  p . .  200      -
my_record             . . . . . .  p . .  200      -
review                . . . . . .  p . .  200|404  302|422|404
pressure              . . . . . .  p . .  200|404  422|404
own                   . . . . . .  p . .  200      200
own_open              . . . . . .  p . .  -        302
own_order             . . . . . .  . w .  200      422
own_prescriber        . . . . . .  . w .  200      422
own_after_hours       . . . . . .  . w .  200      422
own_limits            . . . . . .  . w .  200      422
own_times             . . . . . .  . w .  200      422
own_session_add       . . . . . .  . w .  200|404  422|404
own_session           . . . . . .  . w .  200      422
own_session_off       . . . . . .  . w .  -        302
own_close             . . . . . .  . w .  200|404  422|404
library               . . . . . .  p . .  200      -
guide                 . . . . . .  p . .  200      302
trial                 . . . . . .  p . .  200      200
own_music             . . . . . .  p . .  200      -
sound                 . . . . . .  p . .  200      -
sound_score           . . . . . .  p . .  200      -
sound_file            . . . . . .  p . .  404      200
guide_trial           . . . . . .  p . .  200      200
guide_sound           . . . . . .  p . .  200      -
guide_captions        . . . . . .  p . .  200      -
clinic_music_sound    . . . . . .  p . .  200|404  -
guide_read            . . . . . .  p . .  200|404  -
guide_read_sound      . . . . . .  p . .  200|404  -
guide_read_captions   . . . . . .  p . .  200|404  -
told                  . . . . . .  . w .  302      302
"""

SITTER = """
#                     O P N T C F  p w s  GET      POST
sitter_welcome        . . . . . .  . . s  200      302
sitting               . . . . . .  . . s  200      -
sitter_ready          . . . . . .  . . s  200      302
tonight               . . . . . .  . . s  200      -
sitter_card           . . . . . .  . . s  200      -
leave_pass            . . . . . .  . . s  -        302
"""

# Only a device that was enrolled opens these, whoever holds it; what it may do is held in tests/web/test_tablet.py.
TABLET = """
#                     O P N T C F  p w s  GET      POST
tablet                . . . . . .  . . .  200      -
tablet_rooms          . . . . . .  . . .  200      -
tablet_take           . . . . . .  . . .  200      200
tablet_lock           . . . . . .  . . .  -        302
"""

# What scripts ask for: whoever is not signed in gets 401.
API = """
#                     O P N T C F  p w s  GET      POST
session_entries       . P N T . .  p . s  -        200
session_state         . P N T . .  p . s  200      -
session_sound         . P N T . .  p . s  200      -
session_score         . . . . . .  p . .  200      -
stream                . P N T . .  p . s  200      200
tablet_here           . . . . . .  . . .  -        204
"""

# Pages for anybody. Here the answers are told by who comes: somebody who is not signed in, whoever holds a pass (live or
# ended), and whoever is signed in, with or without a place. "in" is the way to sign-in.
OPEN = """
#                     nobody           a pass           signed in
#                     GET     POST     GET     POST     GET     POST
front                 200     -        302|200 -        302|200 -
credits               200     -        200     -        200     -
language              302     -        302     -        302     -
directory_changes     200     -        200     -        200     -
directory_feed        200     -        200     -        200     -
listing_claim         in      in       404|over 404|over 200    302
listing_correct       200     302      200     302      200     302
listing_report        200     302      200     302      200     302
listing_remove        200     302      200     302      200     302
listing_keep          in      in       404|over 404|over -      404
moderation            in      in       404|over 404|over 404    -
moderation_claim      in      in       404|over 404|over 404    404
moderation_request    in      in       404|over 404|over 404    404
moderation_check      in      in       404|over 404|over 404    404
moderation_check_end  in      in       404|over 404|over -      404
moderation_show       in      in       404|over 404|over -      404
find                  200     -        200     -        200     -
find_suggest          200     -        200     -        200     -
find_explore          200     -        200     -        200     -
find_ground           200     -        200     -        200     -
find_how              200     -        200     -        200     -
find_compare          200     -        200     -        200     -
find_saved            200     -        200     -        200     -
find_data             200     -        200     -        200     -
find_csv              200     -        200     -        200     -
find_json             200     -        200     -        200     -
sitemap               200     -        200     -        200     -
robots                200     -        200     -        200     -
listing               200     -        200     -        200     -
listing_questions     200     -        200     -        200     -
listing_save          -       302      -       302      -       302
listing_account       200     422      200     422      302     302
listing_account_open  404     404      404     404      404     404
listings_mine         in      in       404|over 404|over 200    -
listing_add           in      in       404|over 404|over -      422
listing_table         in      in       404|over 404|over 200    -
listing_table_edit    in      in       404|over 404|over 200    422
listing_edit          in      in       404|over 404|over 404    404
listing_confirm       in      in       404|over 404|over -      404
listing_show          in      in       404|over 404|over -      404
listing_photo         404     -        404     -        404     -
listing_photos        in      in       404|over 404|over 404    404
listing_photo_end     in      in       404|over 404|over -      404
listing_place_add     in      in       404|over 404|over 404    404
listing_place         in      in       404|over 404|over 404    404
listing_place_close   in      in       404|over 404|over -      404
channel_hub           404     -       404     -       404     -
channel_hub_in        404     -       404     -       404     -
channel_search        404     -       404     -       404     -
channel_search_in     404     -       404     -       404     -
channel_glossary      404     -       404     -       404     -
channel_glossary_in   404     -       404     -       404     -
channel_topic         404     -       404     -       404     -
channel_topic_in      404     -       404     -       404     -
channel_series        404     -       404     -       404     -
channel_series_in     404     -       404     -       404     -
channel_article       404     -       404     -       404     -
channel_article_in    404     -       404     -       404     -
channel_suggest       200     -       200     -       200     -
channel_saved         200     -       200     -       200     -
channel_how           200     -       200     -       200     -
channel_feed          404     -       404     -       404     -
channel_topic_feed    404     -       404     -       404     -
channel_letters       200     422     200     422     200     422
channel_letters_confirm 404     410     404     410     404     410
channel_letters_end   302     200     302     200     302     200
channel_media         404     -       404     -       404     -
channel_card          404     -       404     -       404     -
channel_aloud         404     404     404     404     404     404
channel_aloud_piece   404     -       404     -       404     -
help_now              200     -        200     -        200     -
first_run             410     410      410     410      410     410
first_run_own         410     410      410     410      410     410
tablet_code           200     200      200     200      200     200
tablet_enrol          410     410      410     410      410     410
invitation            200     422      200     422      404|409 404|409
demo_sign_in          404     404      404     404      404     404
pass_open             302     -        302     -        302     -
pass_over             404     -        200     -        200|404 -
service_worker        200     200      200     200      200     200
offline_files         200     200      200     200      200     200
manifest              200     200      200     200      200     200
/health               200     200      200     200      200     200
/static/css/base.css  200     405      200     405      200     405
/static/nothing.css   404     404      404     404      404     404
/nowhere              404     404      404     404      404     404
account               in      in       in|over in|over  200     -
about_me              in      in       404|over 404|over 200    422
account_logout        302     302      302     302      200     302
"""

# Pages of django-allauth that this place does without: to everybody as if they did not exist.
WITHOUT = """
account/email/
account/confirm-email/
account/confirm-email/<str:key>/
account/signup/
account/password/set/
account/login/code/confirm/
account_email
account_email_verification_sent
account_confirm_email
account_signup
account_set_password
account_confirm_login_code
"""

# The pages of django-allauth that are used. They know accounts and nothing of clinics or passes.
ALLAUTH = """
#                                   nobody           a pass           signed in
#                                   GET     POST     GET     POST     GET     POST
account_login                       200     200      200     200      302     302
account_inactive                    200     -        200     -        200     -
account_reauthenticate              in      in       in      in       200     200
account_change_password             in      in       in      in       200     200
account_reset_password              200     200      200     200      200     200
account_reset_password_done         200     -        200     -        200     -
account_reset_password_from_key     200     200      200     200      200     200
account_reset_password_from_key_done 200    -        200     -        200     -
mfa_index                           in      in       in      in       200     -
mfa_authenticate                    in      in       in      in       302     302
mfa_reauthenticate                  in      in       in      in       200|302 200|302
mfa_activate_totp                   in      in       in      in       200|302 200|302
mfa_deactivate_totp                 in      in       in      in       200|302|404 200|302|404
mfa_view_recovery_codes             in      in       in      in       404     -
mfa_generate_recovery_codes         in      in       in      in       200|302 200|302
mfa_download_recovery_codes         in      in       in      in       404     404
mfa_list_webauthn                   in      in       in      in       200|302 -
mfa_add_webauthn                    in      in       in      in       200|302 200|302
mfa_reauthenticate_webauthn         in      in       in      in       200|302 200|302
mfa_remove_webauthn                 in      in       in      in       302|404 302|404
mfa_edit_webauthn                   in      in       in      in       302|404 302|404
mfa_login_webauthn                  in      in       in      in       302     302
usersessions_list                   in      in       in      in       200     302
"""

# These name something of a team, and are found only while that clinic is the one at work: a member of two clinics says
# first where they work now.
AT_WORK = {"invitation_revoke", "member_edit", "member_end", "tablet_retire"}

# These hold for every clinic of theirs, wherever they work now.
WHEREVER = {"stream"}

# These make something that was not there before: what is new is the asker's own.
MAKES = {"own_open"}

# What Priya of Cedar House read aloud for its patients: of the clinic, and of no one patient.
NARRATION = UUID(int=0x90A2C4)

# A piece of Cedar House's own music: of the clinic, and of no one patient.
PIECE = UUID(int=0x90A2C5)

# A listing of the directory, which anybody may ask about. That moderators get further is held in tests/web/test_claims.py.
LISTED = {"slug": "cedar-house"}

# What stands in a URL beside ids.
ARGUMENTS = {
    "listing_claim": LISTED,
    "listing_correct": LISTED,
    "listing_report": LISTED,
    "listing_remove": LISTED,
    "listing_keep": LISTED,
    "moderation_claim": {"claim": UUID(int=1)},
    "moderation_request": {"asked": UUID(int=1)},
    "moderation_check_end": {"check": UUID(int=1)},
    "moderation_show": {"listing": UUID(int=1)},
    "channel_topic": LISTED,
    "channel_series": LISTED,
    "channel_article": LISTED,
    "channel_hub_in": {"language": "es"},
    "channel_search_in": {"language": "es"},
    "channel_glossary_in": {"language": "es"},
    "channel_topic_in": {**LISTED, "language": "es"},
    "channel_series_in": {**LISTED, "language": "es"},
    "channel_article_in": {**LISTED, "language": "es"},
    "channel_feed": {"form": "atom"},
    "channel_topic_feed": {**LISTED, "form": "atom"},
    "channel_letters_confirm": {"token": "nobody-wrote-this"},
    "channel_letters_end": {"token": "nobody-wrote-this"},
    "channel_media": {"file": "images/nothing.webp"},
    "channel_card": LISTED,
    "channel_aloud": LISTED,
    "channel_aloud_piece": {**LISTED, "kind": "vtt"},
    "guide": {"key": "the-porch", "eyes": "open"},
    "listing": LISTED,
    "listing_questions": LISTED,
    "listing_save": {"slug": "nobody-at-all"},
    "listing_edit": {"which": UUID(int=1)},
    "listing_confirm": {"which": UUID(int=1)},
    "listing_show": {"which": UUID(int=1)},
    "listing_account_open": {"token": "nobody-wrote-this"},
    "listing_photo": {"slug": "nobody-at-all", "picture": UUID(int=1)},
    "listing_photos": {"which": UUID(int=1)},
    "listing_photo_end": {"which": UUID(int=1), "picture": UUID(int=1)},
    "listing_place_add": {"which": UUID(int=1)},
    "listing_place": {"which": UUID(int=1), "where": UUID(int=1)},
    "listing_place_close": {"which": UUID(int=1), "where": UUID(int=1)},
    "trial": {"scene": "strings"},
    "sound": {"scene": "roof"},
    "sound_score": {"scene": "roof"},
    "sound_file": {"scene": "roof"},
    "guide_trial": {"key": "the-porch", "eyes": "open"},
    "guide_sound": {"key": "the-porch", "eyes": "open"},
    "guide_captions": {"key": "the-porch", "eyes": "open"},
    "guide_read": {"key": "the-porch", "eyes": "open", "narration": NARRATION},
    "guide_read_sound": {"key": "the-porch", "eyes": "open", "narration": NARRATION},
    "guide_read_captions": {"key": "the-porch", "eyes": "open", "narration": NARRATION},
    "clinic_music_sound": {"piece": PIECE},
    "voice_guide": {"key": "the-porch"},
    "voice_line": {"key": "the-porch"},
    "voice_together": {"key": "the-porch"},
    "voice_sound": {"eyes": "open"},
    "board_piece": {"piece": "line"},
    "room_part": {"part": "dose"},
    "room_record": {"kind": "note"},
    "support": {"task": "drives"},
    "consent_answer": {"kind": "touch"},
    "session_sound": {"which": "full"},
    "session_score": {"scene": "strings"},
    "tablet_enrol": {"code": "NOBODY-MADE-THIS"},
}
