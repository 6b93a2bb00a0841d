package io.gravmf.cuda.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherChoiceTest {

  /** Takes so many milliseconds an epoch. */
  private record Timed(String name, double milliseconds) implements EpochLauncher {
    @Override
    public void launch(int epochs) {
      throw new UnsupportedOperationException("nothing is launched here");
    }
  }

  /** Runs so many epochs, in batches of at most so many; who ran each of them. */
  private static List<String> run(LauncherChoice choice, int epochs, int batch) {
    List<String> who = new ArrayList<>();
    while (who.size() < epochs) {
      int count = choice.batch(Math.min(batch, epochs - who.size()));
      Timed launcher = (Timed) choice.current();
      for (int k = 0; k < count; k++) {
        who.add(launcher.name());
      }
      choice.ran(count, count * launcher.milliseconds());
    }
    return who;
  }

  @Test
  void theFastestIsKeptWhateverTheOrder() {
    Timed slow = new Timed("slow", 3);
    Timed fast = new Timed("fast", 2);
    for (List<EpochLauncher> order :
        List.<List<EpochLauncher>>of(List.of(slow, fast), List.of(fast, slow))) {
      for (int batch : new int[] {1, 3, 512}) {
        List<String> who = run(new LauncherChoice(order), 600, batch);
        int tried = LauncherChoice.TURNS * LauncherChoice.EPOCHS_OF_TURN;
        assertThat(who.subList(0, 2 * tried).stream().filter("slow"::equals)).hasSize(tried);
        assertThat(who.get(0)).isEqualTo(who.get(2 * LauncherChoice.EPOCHS_OF_TURN));
        assertThat(who.subList(2 * tried, 600)).containsOnly("fast");
      }
    }
  }

  /** What warms up does not count: the first turn of the faster one is the slowest of all. */
  @Test
  void theFirstTurnDoesNotCount() {
    LauncherChoice choice = new LauncherChoice(List.of(new Timed("a", 1), new Timed("b", 1)));
    for (int turn = 0; turn < 2 * LauncherChoice.TURNS; turn++) {
      double milliseconds = turn == 0 ? 1000 : turn % 2 == 0 ? 1 : 2;
      choice.ran(LauncherChoice.EPOCHS_OF_TURN, milliseconds);
    }
    assertThat(choice.current().name()).isEqualTo("a");
  }

  @Test
  void oneAloneIsNotTimed() {
    LauncherChoice choice = new LauncherChoice(List.of(new Timed("only", 1)));
    assertThat(choice.batch(512)).isEqualTo(512);
  }
}
