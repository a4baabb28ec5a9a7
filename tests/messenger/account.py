"""The bot's own account, the same everywhere."""

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
BOT = {"id": 123456, "is_bot": True, "first_name": "CCHC", "username": "cchc_test_bot"}
