// What a .cu file means when g++ compiles it: included before its first line. See kernels/CONVENTIONS.md.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "assert.h"
#include "emulated_atomics.h"
#include "emulated_math.h"
#include "emulated_threads.h"
#include "emulated_types.h"
#include "emulated_warp.h"
