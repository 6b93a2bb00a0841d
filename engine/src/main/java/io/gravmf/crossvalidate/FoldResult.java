package io.gravmf.crossvalidate;

import io.gravmf.evaluate.Figure;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a fold.
 *
 * @param number the fold's number, from 0
 * @param trainRatings how many ratings were trained on
 * @param testRatings how many were tested on
 * @param rankedUsers how many users' lists were measured
 * @param usersWithout how many users have no relevant items in the test
 * @param figures the model's figures
 * @param baselines those of each baseline, by its name
 * @param seconds what training took
 */
public record FoldResult(
    int number,
    int trainRatings,
    int testRatings,
    int rankedUsers,
    int usersWithout,
    List<Figure> figures,
    Map<String, List<Figure>> baselines,
    double seconds) {}
