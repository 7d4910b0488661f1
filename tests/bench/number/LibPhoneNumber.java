// SPDX-License-Identifier: MIT
// The baseline in Java, warmed up by a first round. Usage: java LibPhoneNumber FILE | first TEXT
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

public final class LibPhoneNumber {
    private static long sum;

    private static int run(PhoneNumberUtil util, List<String> lines) {
        int valid = 0;
        for (String line : lines) {
            try {
                PhoneNumber number = util.parse(line, "US");
                valid += util.isValidNumber(number) ? 1 : 0;
                String region = util.getRegionCodeForNumber(number);
                sum += util.getNumberType(number).ordinal() + (region == null ? 0 : region.length())
                        + util.format(number, PhoneNumberUtil.PhoneNumberFormat.E164).length();
            } catch (NumberParseException e) {
                sum++;
            }
        }
        return valid;
    }

    public static void main(String[] arguments) throws Exception {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        if (arguments.length == 2) {
            System.out.println(util.isValidNumber(util.parse(arguments[1], "US")) ? "valid" : "invalid");
            return;
        }
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        run(util, lines);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int valid = run(util, lines);
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        System.out.printf(java.util.Locale.ROOT, "%.1f %d%n", (double) took / lines.size(), valid);
    }
}
