// SPDX-License-Identifier: MIT
// The baseline in C++: Parse, IsValidNumber, GetRegionCodeForNumber, GetNumberType and Format for each line.
// Usage: bench_libphonenumber FILE | first TEXT
#include <phonenumbers/phonenumberutil.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static double now() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

int main(int argc, char **argv) {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (argc == 3 && std::strcmp(argv[1], "first") == 0) {
        bool valid =
            util.Parse(argv[2], "US", &number) == PhoneNumberUtil::NO_PARSING_ERROR && util.IsValidNumber(number);
        return std::puts(valid ? "valid" : "invalid") < 0;
    }
    if (argc != 2) {
        return 2;
    }
    std::ifstream file(argv[1]);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    std::size_t valid = 0, sum = 0;
    double start = now();
    for (const std::string &line : lines) {
        if (util.Parse(line, "US", &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
            continue;
        }
        std::string region, text;
        valid += util.IsValidNumber(number);
        util.GetRegionCodeForNumber(number, &region);
        util.Format(number, PhoneNumberUtil::E164, &text);
        sum += static_cast<std::size_t>(util.GetNumberType(number)) + region.size() + text.size();
    }
    std::printf("%.1f %zu\n", (now() - start) / static_cast<double>(lines.size()), valid);
    return sum == 0;
}
