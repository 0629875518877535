"""The frameworks' own sentences that a user can meet, in plain words.

The keys are the sentences as Django, REST framework and allauth write them; their values are what is said in English.
The Danish words stand in `locale/da` with all others. Both catalogues come before the frameworks' own, so that nothing
else has to know of this: `python -m config.texts compile` writes them.
"""

Words = dict[str | tuple[str, str], str | tuple[str, str]]


def gettext_noop(text: str) -> str:
    """A sentence, marked for the catalogue. Django's own mark asks for the settings, which `make run` reads later."""
    return text


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
    gettext_noop("No data provided"): "Send an object with the fields in it.",
    gettext_noop(
        "Surrogate characters are not allowed: U+{code_point:X}."
    ): "Some of the text cannot be saved. Delete what looks strange, and try again.",
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

# What is refused at signing in (Django's passwords, allauth).
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

# Signing in and the own account: pages, messages and e-mails (allauth).
ACCOUNT: Words = {
    gettext_noop("Forgot your password?"): "Forgotten the password?",
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email "
        "allowing you to reset it."
    ): "Write your e-mail. You then get a link with which you choose a new password.",
    gettext_noop(
        "Please contact us if you have any trouble resetting your password."
    ): "Ask an administrator if it does not work.",
    gettext_noop(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ): (
        "If you have an account with that e-mail, a link is on its way. Look among unwanted mail "
        "if it does not come, or ask an administrator."
    ),
    gettext_noop(
        "The password reset link was invalid, possibly because it has already been used.  Please "
        'request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ): 'The link is used or too old. Ask for a <a href="%(passwd_reset_url)s">new link</a>.',
    gettext_noop("Your password is now changed."): "You have a new password. Log in with it.",
    gettext_noop("Password successfully changed."): "The new password is saved.",
    gettext_noop("Your password has been changed."): "The password of your account was changed.",
    gettext_noop(
        "Your password has been reset."
    ): "A new password was chosen for your account, by a link in an e-mail.",
    gettext_noop("This account is inactive."): "The account is closed. Ask an administrator.",
    gettext_noop(
        "We are sorry, but the sign up is currently closed."
    ): "Nobody can make an account here. Ask an administrator for one.",
    gettext_noop("Hello from %(site_name)s!"): "Hello from Hjemvej",
    gettext_noop("Thank you for using %(site_name)s!\n%(site_domain)s"): "%(site_domain)s",
    gettext_noop(
        "You are receiving this mail because the following change was made to your account:"
    ): "This has happened with your account:",
    gettext_noop(
        "If you do not recognize this change then please take proper security precautions "
        "immediately. The change to your account originates from:\n\n- IP address: %(ip)s\n- Browser: "
        "%(user_agent)s\n- Date: %(timestamp)s"
    ): (
        "Was it not you? Tell an administrator at once. It was done from here:\n\n- IP address: "
        "%(ip)s\n- Browser: %(user_agent)s\n- Time: %(timestamp)s"
    ),
    gettext_noop(
        "You're receiving this email because you or someone else has requested a password reset "
        "for your user account.\nIt can be safely ignored if you did not request a password reset. "
        "Click the link below to reset your password."
    ): (
        "Somebody has asked for a new password for your account. If it was you, choose it here. If "
        "not, you need not do anything."
    ),
    gettext_noop("You have signed out."): "You are logged out.",
    gettext_noop("Are you sure you want to sign out?"): "Do you want to log out?",
    gettext_noop("Please reauthenticate to safeguard your account."): "Show that it is you before you go on.",
    gettext_noop("Enter your password:"): "Write your password.",
    gettext_noop("Enter an authenticator code:"): "Write the code from your app.",
    gettext_noop(
        "Your account is protected by two-factor authentication. Please enter an authenticator code:"
    ): "Write the code from your app, or a backup code.",
    gettext_noop(
        "Authentication using an authenticator app is active."
    ): "You log in with a code from an app as well.",
    gettext_noop("An authenticator app is not active."): "You have no app for codes.",
    gettext_noop("Authenticator app activated."): "From now on you log in with a code as well.",
    gettext_noop("Authenticator app deactivated."): "From now on you log in without a code.",
    gettext_noop(
        "To protect your account with two-factor authentication, scan the QR code below with your "
        "authenticator app. Then, input the verification code generated by the app below."
    ): "Scan the picture with an app for codes. Then write the code that the app shows.",
    gettext_noop(
        "You can store this secret and use it to reinstall your authenticator app at a later time."
    ): "Keep the key in a safe place: with it you can set up the app again.",
    gettext_noop(
        "You are about to deactivate authenticator app based authentication. Are you sure?"
    ): "Do you want to log in without a code from the app?",
    gettext_noop("No recovery codes set up."): "You have no backup codes.",
    gettext_noop(
        "You are about to generate a new set of recovery codes for your account."
    ): "You get new backup codes, for the day the app is not at hand.",
    gettext_noop("This action will invalidate your existing codes."): "The codes you have can then no longer be used.",
    gettext_noop("A new set of recovery codes has been generated."): "You have new backup codes.",
    gettext_noop(
        "A new set of Two-Factor Authentication recovery codes has been generated."
    ): "New backup codes were made for your account.",
    gettext_noop(
        "Save them  in a secure location now — they won't be shown again."
    ): "Keep them in a safe place now: they are not shown again.",
    gettext_noop("Are you sure?"): "Do you want to go on?",
    gettext_noop("No security keys have been added."): "You have no security keys.",
    gettext_noop("Security key added."): "The security key is added.",
    gettext_noop("Security key removed."): "The security key is removed.",
    gettext_noop("A new security key has been added."): "A security key was added to your account.",
    gettext_noop("A security key has been removed."): "A security key was removed from your account.",
    gettext_noop("Are you sure you want to remove this security key?"): "Do you want to remove this security key?",
    gettext_noop(
        "This key does not indicate whether it is a passkey."
    ): "The key does not say whether it works without a password.",
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ): ("Without a password you log in with the key alone; it then asks for a fingerprint, your face or a PIN."),
    gettext_noop("This functionality requires JavaScript."): "This needs JavaScript in the browser.",
    gettext_noop(
        "You cannot activate two-factor authentication until you have verified your email address."
    ): "A second step needs a checked e-mail. Ask an administrator.",
    gettext_noop("You cannot deactivate two-factor authentication."): "Your role needs the second step.",
    gettext_noop(
        "You cannot generate recovery codes without having two-factor authentication enabled."
    ): "Set up the app or a key first.",
    gettext_noop("Recovery Codes"): "Backup codes",
    gettext_noop("Recovery codes"): "Backup codes",
    gettext_noop("New Recovery Codes Generated"): "New backup codes",
    gettext_noop("I have saved my recovery codes"): "I have kept my backup codes",
    gettext_noop("Authenticator App"): "App for codes",
    gettext_noop("Activate Authenticator App"): "Set up an app for codes",
    gettext_noop("Deactivate Authenticator App"): "Stop using the app for codes",
    gettext_noop("Authenticator App Activated"): "App for codes set up",
    gettext_noop("Authenticator App Deactivated"): "App for codes removed",
    gettext_noop("Authenticator secret"): "Key for the app",
    gettext_noop("Authenticator code"): "Code",
    gettext_noop("Two-Factor Authentication"): "Two-step login",
    gettext_noop("Password Reset"): "New password",
    gettext_noop("Password Reset Email"): "New password",
    gettext_noop("Reset My Password"): "Send the link",
    gettext_noop("Sign Out"): "Log out",
    gettext_noop("Password Changed"): "Password changed",
}

WORDS: Words = FORMS | API | SIGN_IN | ACCOUNT
