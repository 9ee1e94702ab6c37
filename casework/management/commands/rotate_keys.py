"""manage.py rotate_keys: write all encrypted personal data with a new key."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.law.errors import Refused
from casework.models.sealed import UnreadableValue
from casework.services.data_keys import forget_old_keys, renew_key, rewrite_all


class Command(BaseCommand):
    help = (
        "Write all encrypted data with the first key of the key file. Interrupted, it goes on where it stopped. "
        "--new-key puts a fresh key in front; --forget-old removes the others once nothing needs them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="make a new key and put it in front of the key file")
        parser.add_argument("--forget-old", action="store_true", help="leave only the key in use in the key file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"]:
                renew_key()
                self.stdout.write("已生成新密钥。 / A new key was made.")
            done = rewrite_all(lambda label, count: count and self.stdout.write(f"{label}: {count}"))
            self.stdout.write(f"重新加密{done}项。 / {done} values and files were encrypted anew.")
            if options["forget_old"]:
                removed = forget_old_keys()
                self.stdout.write(f"已删去{removed}个旧密钥。 / {removed} old keys were removed.")
        except (Refused, UnreadableValue, ImproperlyConfigured) as wrong:
            raise CommandError(str(wrong)) from wrong
