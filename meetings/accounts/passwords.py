"""What a password must be, in words that say what to do."""

from django.contrib.auth import password_validation as django


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self):
        return f"Adgangskoden er for kort. Den skal være på mindst {self.min_length} tegn, fx fire ord efter hinanden"


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self):
        return "Mange bruger den adgangskode, så den er let at gætte. Find på en anden"


class NotDigitsAlone(django.NumericPasswordValidator):
    def get_error_message(self):
        return "Adgangskoden må ikke kun være tal"


class NotOnesName(django.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Adgangskoden ligner dit navn, dit brugernavn eller din mailadresse. Find på en anden"
