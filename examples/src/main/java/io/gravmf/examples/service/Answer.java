package io.gravmf.examples.service;

import io.gravmf.recommend.Recommendation;
import java.util.List;

/**
 * What a user is recommended.
 *
 * @param model the number of the model that says so
 * @param items the best first
 */
record Answer(int model, String user, List<Recommendation> items) {}
