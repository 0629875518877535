"""The frameworks' own sentences that a user can meet, in plain words.

The keys are the sentences as Django, REST framework and allauth write them; their values are what is said in English.
The Danish words stand in `locale/da` with all others. Both catalogues come before the frameworks' own, so that nothing
else has to know of this: `python -m config.messages compile` writes them.
"""

from django.utils.translation import gettext_noop

Words = dict[str | tuple[str, str], str | tuple[str, str]]


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """A sentence with a plural, marked for the catalogue."""
    return one, many


# Forms and records (Django).
FORMS: Words = {
    gettext_noop("This field is required."): "Fill in this field.",
    gettext_noop("This field cannot be blank."): "Fill in this field.",
    gettext_noop("This field cannot be null."): "Fill in this field.",
    gettext_noop("Enter a valid value."): "That cannot be right. Write it anew.",
    gettext_noop("Enter a valid date."): "Write a date that exists, for example 24.12.2026.",
    gettext_noop("Enter a valid date/time."): "Write a date that exists and a time, for example 24.12.2026 14:30.",
    gettext_noop("Enter a number."): "Write a number, for example 7.",
    gettext_noop("Enter a whole number."): "Write a whole number with digits alone.",
    gettext_noop("Enter a valid integer."): "Write a whole number with digits alone.",
    gettext_noop("Enter a valid email address."): "Write an e-mail address, for example ida@example.org.",
    gettext_noop("Enter a valid URL."): "Write a web address, for example https://example.org.",
    gettext_noop("Enter a valid UUID."): "Something in the page was changed on the way. Open it again.",
    gettext_noop("“%(value)s” is not a valid UUID."): "Something in the page was changed on the way. Open it again.",
    gettext_noop(
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    ): "Write the letters a to z, digits, hyphens and underscores alone.",
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."): "Choose from the list.",
    gettext_noop("Select a valid choice. That choice is not one of the available choices."): "Choose from the list.",
    gettext_noop("“%(pk)s” is not a valid value."): "Choose from the list.",
    gettext_noop("Enter a list of values."): "Choose from the list.",
    gettext_noop("Value %(value)r is not a valid choice."): "Choose from the list.",
    gettext_noop(
        "%(model)s instance with %(field)s %(value)r is not a valid choice."
    ): "What was chosen is no longer there. Choose again.",
    gettext_noop("Item %(nth)s in the array did not validate:"): "No. %(nth)s:",
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."): "Write %(limit_value)s at most.",
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."): "Write %(limit_value)s at least.",
    gettext_noop(
        "Ensure this value is a multiple of step size %(limit_value)s."
    ): "Write a multiple of %(limit_value)s.",
    ngettext_noop(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ): (
        "Write %(limit_value)d character at most; these are %(show_value)d.",
        "Write %(limit_value)d characters at most; these are %(show_value)d.",
    ),
    ngettext_noop(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ): (
        "Write %(limit_value)d character at least; these are %(show_value)d.",
        "Write %(limit_value)d characters at least; these are %(show_value)d.",
    ),
    ngettext_noop(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ): (
        "Write %(max)s digit at most.",
        "Write %(max)s digits at most.",
    ),
    ngettext_noop(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ): (
        "Write %(max)s decimal at most.",
        "Write %(max)s decimals at most.",
    ),
    ngettext_noop(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ): (
        "Write %(max)s digit at most before the decimals.",
        "Write %(max)s digits at most before the decimals.",
    ),
    gettext_noop(
        "Null characters are not allowed."
    ): "Some of the text cannot be saved. Delete what looks strange, and try again.",
    gettext_noop("%(model_name)s with this %(field_label)s already exists."): "%(field_label)s: already in use.",
    gettext_noop("Constraint “%(name)s” is violated."): "That does not fit what is saved already.",
}

# The API (Django REST framework).
API: Words = {
    gettext_noop("This field may not be null."): "Fill in this field.",
    gettext_noop("This field may not be blank."): "Fill in this field.",
    gettext_noop("A valid integer is required."): "Write a whole number with digits alone.",
    gettext_noop("A valid number is required."): "Write a number, for example 7.",
    gettext_noop("String value too large."): "The number is too long.",
    gettext_noop("Not a valid string."): "Write text.",
    gettext_noop("Must be a valid boolean."): "Write true or false.",
    gettext_noop("Must be a valid UUID."): "Write a UUID.",
    gettext_noop("Invalid value."): "Write a reference number.",
    gettext_noop("Invalid input."): "What was sent is not valid.",
    gettext_noop("Ensure this value is less than or equal to {max_value}."): "Write {max_value} at most.",
    gettext_noop("Ensure this value is greater than or equal to {min_value}."): "Write {min_value} at least.",
    gettext_noop(
        "Ensure this field has no more than {max_length} characters."
    ): "Write {max_length} characters at most.",
    gettext_noop("Ensure this field has at least {min_length} characters."): "Write {min_length} characters at least.",
    gettext_noop('"{input}" is not a valid choice.'): "Write one of the codes in the description.",
    gettext_noop(
        "Datetime has wrong format. Use one of these formats instead: {format}."
    ): "Write a date and a time as in 2026-12-24T14:30+01:00.",
    gettext_noop("Expected a datetime but got a date."): "Write a date and a time as in 2026-12-24T14:30+01:00.",
    gettext_noop(
        'Invalid datetime for the timezone "{timezone}".'
    ): "Write a date and a time as in 2026-12-24T14:30+01:00.",
    gettext_noop("Datetime value out of range."): "That is outside the calendar. Write another time.",
    gettext_noop(
        "Date has wrong format. Use one of these formats instead: {format}."
    ): "Write a date as in 2026-12-24.",
    gettext_noop('Expected a list of items but got type "{input_type}".'): "Send a list.",
    gettext_noop("This list may not be empty."): "Send at least one.",
    gettext_noop("This selection may not be empty."): "Send at least one.",
    gettext_noop("Object with {slug_name}={value} does not exist."): "Not there, or not within your reach.",
    gettext_noop("Invalid data. Expected a dictionary, but got {datatype}."): "Send an object with the fields in it.",
    gettext_noop("Malformed request."): "What was sent cannot be read as JSON.",
    gettext_noop("Incorrect authentication credentials."): "The sign-in does not fit.",
    gettext_noop("Authentication credentials were not provided."): "Sign in, or send a token.",
    gettext_noop("Invalid token header. No credentials provided."): "Send the token after the word Token.",
    gettext_noop("Invalid token header. Token string should not contain spaces."): "A token has no spaces.",
    gettext_noop(
        "Invalid token header. Token string should not contain invalid characters."
    ): "Part of the token cannot be read.",
    gettext_noop("Invalid token."): "The token is not known.",
    gettext_noop("User inactive or deleted."): "The account is closed.",
    gettext_noop(
        "You do not have permission to perform this action."
    ): "Your role does not give the right to do that.",
    gettext_noop("Not found."): "Not there, or not within your reach.",
    gettext_noop('Method "{method}" not allowed.'): "{method} cannot be used here.",
    gettext_noop("Could not satisfy the request Accept header."): "Answers are JSON.",
    gettext_noop('Unsupported media type "{media_type}" in request.'): "Send JSON.",
    gettext_noop("Request was throttled."): "Too many requests at once.",
    gettext_noop("Expected available in {wait} second."): "Try again in {wait} second.",
    gettext_noop("Expected available in {wait} seconds."): "Try again in {wait} seconds.",
    gettext_noop("Invalid page."): "There is no such page. Begin with the first.",
}

# Signing in (Django's passwords, allauth).
SIGN_IN: Words = {
    ngettext_noop(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ): (
        "Too short: a password has at least %d character.",
        "Too short: a password has at least %d characters.",
    ),
    gettext_noop(
        "The password is too similar to the %(verbose_name)s."
    ): "Too much like your %(verbose_name)s. Choose another password.",
    gettext_noop(
        "This password is too common."
    ): "Many others use that password, so it is easy to guess. Choose another.",
    gettext_noop(
        "The email address and/or password you specified are not correct."
    ): "The e-mail or the password is not right. Try again.",
    gettext_noop("You must type the same password each time."): "The two passwords are not the same. Write them anew.",
    gettext_noop("Please type your current password."): "That is not your password of today. Write it anew.",
    gettext_noop("Incorrect password."): "The password is not right. Try again.",
    gettext_noop("Incorrect code."): "The code is not right, or too old. Write a new one.",
    gettext_noop("This account is currently inactive."): "The account is closed. Ask an administrator.",
    gettext_noop(
        "Too many failed login attempts. Try again later."
    ): "Too many wrong passwords. Wait five minutes, and try again.",
    gettext_noop("The password reset token was invalid."): "The link is used or too old. Ask for a new one.",
    gettext_noop("Invalid or expired key."): "The link is used or too old. Ask for a new one.",
    gettext_noop("Invalid login."): "That did not sign you in. Try again.",
    gettext_noop(
        "Be patient, you are sending too many requests."
    ): "Too many tries in a short time. Wait a moment, and try again.",
}

WORDS: Words = FORMS | API | SIGN_IN
