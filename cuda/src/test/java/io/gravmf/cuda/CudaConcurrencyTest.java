package io.gravmf.cuda;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.objective.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sessions of one JVM know nothing of each other. */
@OnEmulatedDevice
class CudaConcurrencyTest {

  private static final int THREADS = 4;

  private static Problem problem(int seed) {
    return RandomProblems.of(20 + seed, 30, 400, 5 + 3 * seed, Objective.ofWeights(0.1, 0.1), seed);
  }

  @Test
  void sessionsSideBySideGiveTheBitsThatEachGivesAlone()
      throws ExecutionException, InterruptedException {
    List<BackendOptions> ways = Training.ways();
    List<Training> alone = new ArrayList<>();
    for (int k = 0; k < ways.size(); k++) {
      alone.add(Training.of(ways.get(k), problem(k), 12, 25));
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Training>> together = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        for (int k = 0; k < ways.size(); k++) {
          BackendOptions way = ways.get(k);
          Problem problem = problem(k);
          together.add(threads.submit(() -> Training.of(way, problem, 12, 25)));
        }
      }
      for (int k = 0; k < together.size(); k++) {
        together.get(k).get().assertSameBits(alone.get(k % ways.size()));
      }
    } finally {
      threads.shutdown();
    }
  }
}
