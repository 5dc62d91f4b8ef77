#include <unistd.h>

void greet(void);

int main(void) {
  greet();
  pause();
}
