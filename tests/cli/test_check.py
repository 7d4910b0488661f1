# SPDX-License-Identifier: MIT
"""check: one answer for every line."""
import json
import unittest

from command import OK, REJECTED, CommandTest

KEYS = ["input", "state", "valid", "e164", "region", "type", "national", "international", "reasons", "warnings"]


class Check(CommandTest):
    def test_a_good_number(self):
        self.assertEqual(self.json("check", stdin="(501) 214-9020\n"), [{
            "input": "(501) 214-9020", "state": "VALID", "valid": True, "e164": "+15012149020", "region": "US",
            "type": "FIXED_LINE_OR_MOBILE", "national": "(501) 214-9020", "international": "+1 501-214-9020",
            "reasons": [], "warnings": []}])

    def test_every_line_gets_an_answer_blank_ones_too(self):
        answers = self.json("check", stdin="\n501-214-9020\n\n\n+999", status=REJECTED)
        self.assertEqual([answer["input"] for answer in answers], ["", "501-214-9020", "", "", "+999"])
        self.assertEqual([answer["state"] for answer in answers], ["EMPTY", "VALID", "EMPTY", "EMPTY", "INVALID"])
        for answer in answers:
            self.assertEqual(list(answer), KEYS)
        self.assertEqual(answers[0]["reasons"], ["EMPTY"])

    def test_no_line_no_answer(self):
        self.assertEqual(self.json("check", stdin=""), [])

    def test_line_ends_and_byte_order_mark_are_no_part_of_the_input(self):
        answers = self.json("check", stdin=b"\xef\xbb\xbf501-214-9020\r\n501-214-9021\r\n")
        self.assertEqual([answer["input"] for answer in answers], ["501-214-9020", "501-214-9021"])

    def test_the_region_reads_numbers_without_country_code(self):
        self.assertEqual(self.json("check", "--region", "gb", stdin="020 7031 3000")[0]["e164"], "+442070313000")
        self.assertEqual(self.json("check", "--region", "GB", stdin="+1 501 214 9020")[0]["region"], "US")

    def test_a_file_is_read_as_standard_input_is(self):
        name = self.write("numbers.txt", "501-214-9020\n")
        self.assertEqual(self.json("check", name), self.json("check", "-", stdin="501-214-9020\n"))

    def test_bytes_of_any_kind_are_answered_in_valid_json(self):
        answers = self.json("check", stdin=b"501\x00214\xff9020\x1b[31m\n\xed\xa0\x80\n\"\\\n", status=REJECTED)
        self.assertEqual(len(answers), 3)
        self.assertEqual(answers[0]["input"], "501\x00214\ufffd9020\x1b[31m")
        self.assertEqual(answers[2]["input"], "\"\\")
        self.assertIn("BAD_TEXT", answers[0]["reasons"])

    def test_any_character_may_stand_anywhere(self):
        characters = ['"', "\\", "\x00", "\x01", "\x1f", "\x20", "\x7e", "\x7f", "\u0080", "\u00e9", "\U0010ffff"]
        lines = ["5" * before + character + "5" * after
                 for character in characters for before in range(20) for after in range(20)]
        lines += ["5" * length for length in range(600)]
        answers = self.json("check", stdin="\n".join(lines), status=REJECTED)
        self.assertEqual([answer["input"] for answer in answers], lines)

    def test_a_line_of_any_length_is_answered_once(self):
        for length in (4095, 4096, 4097, 1048575, 1048576, 1048577, 5000000):
            answers = self.json("check", stdin=b"5" * length + b"\n501-214-9020\n", status=REJECTED)
            self.assertEqual(len(answers), 2, length)
            self.assertEqual(answers[0]["input"], "5" * min(length, 4096))
            self.assertEqual(answers[1]["e164"], "+15012149020")

    def test_many_lines_keep_their_order(self):
        lines = [f"501-{200 + i // 10000 % 700}-{i % 10000:04d}" for i in range(30000)]
        answers = self.json("check", stdin="\n".join(lines))
        self.assertEqual([answer["input"] for answer in answers], lines)

    def test_the_longest_answers_keep_their_order(self):
        lines = ["\x01" * (60 + i % 5) + "%05d" % i + "\x02" * (i % 7 == 0 and 4000) for i in range(6000)]
        lines += ["+1 900 976 5550 ext. 12345678901234567890" for _ in range(1000)]
        answers = self.json("check", stdin="\n".join(lines), status=REJECTED)
        self.assertEqual([answer["input"] for answer in answers], lines)

    def test_spreadsheet_damage_is_undone_only_if_asked_for(self):
        self.assertEqual(self.json("check", "--spreadsheet", stdin="15012149020.0")[0]["e164"], "+15012149020")
        self.assertNotEqual(self.json("check", stdin="15012149020.0", status=REJECTED)[0]["e164"], "+15012149020")

    def test_a_person_reads_sentences(self):
        output, _ = self.run_command("check", stdin="(501) 214-9020\n501-214\n", status=REJECTED)
        good, bad = output.splitlines()
        self.assertRegex(good, r"^ok  \(501\) 214-9020 +\+1 501-214-9020 ")
        self.assertRegex(bad, r"^no  501-214 +The number is too short\.")

    def test_what_was_typed_cannot_steer_the_terminal(self):
        output, _ = self.run_command("check", stdin="\x1b]0;owned\x07\u202e501\n", status=REJECTED)
        for harmful in ("\x1b", "\x07", "\u202e"):
            self.assertNotIn(harmful, output)


class Answers(CommandTest):
    def test_an_answer_comes_before_more_is_asked(self):
        import subprocess
        from command import COMMAND
        with subprocess.Popen([COMMAND, "check", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for number in ("501-214-9020", "501-214-9021"):
                process.stdin.write(number.encode() + b"\n")
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["input"], number)
            process.stdin.close()
            self.assertEqual(process.wait(timeout=10), OK)


unittest.main()
