// How tests talk to the emulated driver; README.md lists it.
#pragma once

#include <string>

#include "api.h"

namespace gravmf::emulator {

// Attribute codes from here on are ours.
constexpr int kFirstCounter = 100000;

// Sets *value; false: there is no such counter.
bool counter(int code, int *value);
// A line that begins with "gravmf ".
CUresult command(const std::string &line);

}  // namespace gravmf::emulator
