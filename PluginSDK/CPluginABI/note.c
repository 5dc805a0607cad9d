// Every image that links the SDK carries this note, so that a file can be judged without running it.
#include "proctor_plugin.h"

PROCTOR_DEFINE_NOTE(PROCTOR_LANGUAGE_SWIFT);
