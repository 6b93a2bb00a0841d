// A kernel as a module hands it out.
#pragma once

#include "../runtime/launch.h"
#include "api.h"
#include "limits.h"

namespace gravmf::emulator {

struct Function {
  const Entry *entry;
  Module *module;
  int max_dynamic_shared;
};

}  // namespace gravmf::emulator
