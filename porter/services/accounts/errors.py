"""What can go wrong with identity, in words for people."""

from porter.core.errors import Conflict, Forbidden, Gone, NotFound, RateLimited, Refused, Unauthenticated


class PhoneWrong(Refused):
    """Not a mobile number that we can send to."""

    code = "phone_wrong"
    default_message = "That is not a mobile number. Please enter all ten digits."


class OtpWrong(Refused):
    """The code does not fit; `tries_left` says how often one may still try."""

    code = "otp_wrong"
    default_message = "That code is not right. Please check the message again."


class OtpExpired(Gone):
    """The code has ended, was used, was replaced, or never was."""

    code = "otp_expired"
    default_message = "This code has ended. Please ask for a new one."


class OtpTooManyTries(RateLimited):
    """Five wrong tries: this code is dead."""

    code = "otp_too_many_tries"
    default_message = "Too many wrong codes. Please ask for a new one."


class OtpTooSoon(RateLimited):
    """Another code was sent a moment ago, or too many today."""

    code = "otp_too_soon"
    default_message = "We have just sent a code. Please wait a moment before asking again."


class PasswordWrong(Unauthenticated):
    """E-mail and password do not fit, whoever it is."""

    code = "password_wrong"
    default_message = "E-mail or password is wrong."


class TooManySignIns(RateLimited):
    """Too many wrong passwords."""

    code = "too_many_sign_ins"
    default_message = "Too many tries. Please wait a few minutes and try again."


class AccountSuspended(Forbidden):
    """The person proved who they are, and may not come in."""

    code = "account_suspended"
    default_message = "This account is suspended. Please write to support."


class CodeWrong(Refused):
    """The code fits neither the authenticator nor a recovery code; a wrong try stays counted."""

    code = "code_wrong"
    keeps_changes = True
    default_message = "That code is not right. Please check your authenticator app."


class CodeUsed(CodeWrong):
    """The code is right and was used before: somebody may have looked over a shoulder."""

    code = "code_used"
    default_message = "That code was used already. Please wait for the next one in your app."


class TooManyCodes(RateLimited):
    """Five wrong codes in one sign-in, or too many in a day."""

    code = "too_many_codes"
    keeps_changes = True
    default_message = "Too many wrong codes. Please sign in again."


class SecondStepEnded(Gone):
    """The sign-in that waited for a code was finished, is too old, or never was."""

    code = "second_step_ended"
    default_message = "That took too long. Please sign in again."


class EnrolmentEnded(Gone):
    """The secret that was shown was never confirmed in time, or another tab began anew."""

    code = "enrolment_ended"
    default_message = "That took too long. Please start again."


class TwoStepOn(Conflict):
    """Nothing to set up."""

    code = "two_step_on"
    default_message = "Two-step sign-in is on already."


class TwoStepOff(Conflict):
    """Nothing to prove, or to switch off."""

    code = "two_step_off"
    default_message = "Two-step sign-in is off already."


class TicketEnded(Unauthenticated):
    """The claim on a session was used or is older than a minute."""

    code = "ticket_ended"
    default_message = "That took too long. Please sign in again."


class SessionEnded(Unauthenticated):
    """The session is over: signed out, revoked or too old."""

    code = "session_ended"
    default_message = "Your session has ended. Please sign in again."


class RefreshReused(Unauthenticated):
    """A refresh token came back after its successor was used: somebody has a copy, so the whole family ends."""

    code = "refresh_reused"
    default_message = "For your safety you were signed out. Please sign in again."


class InvitationEnded(Gone):
    """Accepted already, too old, or never given."""

    code = "invitation_ended"
    default_message = "This invitation has ended. Please ask an administrator for a new one."


class AlreadyStaff(Conflict):
    """Somebody with this e-mail already works here."""

    code = "already_staff"
    default_message = "Somebody with this e-mail address already has an account."


class PasswordWeak(Refused):
    """The password is too easy to guess."""

    code = "password_weak"
    default_message = "Please choose a longer password: at least 12 characters, and not your e-mail address."


class LabelTaken(Conflict):
    """Two saved places of a person cannot have one name."""

    code = "label_taken"
    default_message = "You already have a saved place with this name."


class TooManyAddresses(Conflict):
    """Saved places are for the handful that people use."""

    code = "too_many_addresses"
    default_message = "You have reached the number of places you can keep. Please remove one first."


class AddressNotFound(NotFound):
    """No such saved place of this person."""

    code = "address_not_found"
    default_message = "We could not find that saved place."
