# SPDX-License-Identifier: MIT
"""Numbers that a person typed and that are not found: as what they were read, and how to say another region."""
import unittest

from command import REJECTED, USAGE, StoreTest

LONDON = "020 7031 3000"  # of GB; in US it is another, which is too long
AS_US = "(read as +102070313000 in US; --region CC says another region)."


class Typed(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "--region", "gb", LONDON)

    def test_show_says_as_what_a_number_was_read(self):
        for command in (["show"], ["review", "show"]):
            with self.subTest(command=command):
                _, errors = self.run_command(*command, LONDON, status=REJECTED)
                self.assertEqual(errors, f"'{LONDON}' is not registered {AS_US}\n")
                self.assertEqual(self.json(*command, LONDON, status=REJECTED), [])
                self.assertEqual(self.json(*command, LONDON, "--region", "gb")[0]["e164"], "+442070313000")
                _, errors = self.run_command(*command, LONDON[:-1] + "1", "--region", "gb", status=REJECTED)
                self.assertIn("(read as +442070313001 in GB; --region CC says another region).", errors)

    def test_numbers_to_show_come_from_standard_input_too(self):
        numbers = f"+442070313000\n\n{LONDON}\nabc\n+44 20 7031 3000\n"
        for arguments in (["show"], ["show", "-"]):
            output, errors = self.run_command(*arguments, stdin=numbers, status=USAGE)
            self.assertEqual(output.count("+44 20 7031 3000"), 2)
            self.assertEqual(errors, f"'{LONDON}' is not registered {AS_US}\nnumberreg show: 'abc' is not a phone number.\n")
        self.assertEqual(len(self.json("show", LONDON, "+442070313000", status=REJECTED)), 1)
        self.write("numbers.txt", numbers)
        self.refused("show", "numbers.txt", says="numberreg show ... < numbers.txt")

    def test_what_stands_behind_a_nul_byte_is_not_passed_over(self):
        output, errors = self.run_command("show", stdin="+442070313000\0 1\n+442070313000\n", status=USAGE)
        self.assertEqual((output.count("\n"), errors.count("NUL byte")), (1, 1))

    def test_a_country_code_leaves_no_doubt_about_the_region(self):
        _, errors = self.run_command("show", "+12015550123", "+1 (201) 555-0124", status=REJECTED)
        self.assertEqual(errors, "'+12015550123' is not registered.\n"
                                 "'+1 (201) 555-0124' is not registered (read as +12015550124).\n")

    def test_a_number_without_history_is_said_to_have_none(self):
        output, errors = self.run_command("history", LONDON)
        self.assertEqual((output, errors), ("", f"'{LONDON}' has no history {AS_US}\n"))
        output, errors = self.run_command("history", LONDON, "--region", "GB")
        self.assertEqual((output.count("ADDED"), errors), (1, ""))

    def test_what_is_typed_cannot_steer_a_terminal(self):
        _, errors = self.run_command("show", "\x1b" + LONDON, status=REJECTED)
        self.assertNotIn("\x1b", errors)

    def test_batches_say_as_what_a_number_was_read(self):
        hint = "was read in the region US; --region CC says another.\n"
        for command in (["remove"], ["edit", "--purpose", "charity"], ["move"], ["transfer", "--evidence", "ticket"],
                        ["review", "decide", "--decision", "approve"], ["proof", "--reference", "bill"]):
            with self.subTest(command=command):
                output, _ = self.run_command(*command, "--scope", "acme", LONDON, "+12015550123", status=REJECTED)
                rows = [line for line in output.splitlines() if line.startswith("  row")]
                self.assertRegex(rows[0], r"not registered\. \(\+102070313000, US\)$")
                self.assertRegex(rows[1], r"not registered\.$")
                self.assertEqual(output.count(hint), 1)
                output, _ = self.run_command(*command, "--scope", "acme", "+12015550123", status=REJECTED)
                self.assertNotIn(hint, output)
                entry, summary = self.json(*command, "--scope", "acme", LONDON, status=REJECTED)
                self.assertEqual((entry["e164"], summary["region"]), ("+102070313000", "US"))
        batch = self.json("remove", "--scope", "acme", "--region", "gb", LONDON)[-1]
        self.assertEqual(batch["region"], "GB")
        self.assertIsNone(self.json("revert", batch["batch"])[-1]["region"])

    def test_the_region_is_that_of_the_scope(self):
        self.run_command("scope", "add", "london", "--region", "gb")
        output, _ = self.run_command("remove", "--scope", "london", "020 7031 3009", status=REJECTED)
        self.assertIn("(+442070313009, GB)", output)
        self.assertIn("was read in the region GB;", output)


unittest.main()
