package io.gravmf.bench.result;

/**
 * That other software followed a golden trajectory before it was timed, as its script printed it.
 *
 * @param peer whose, such as {@code pytorch-dense}
 * @param device {@code cpu} or {@code cuda}
 * @param golden the trajectory's name
 * @param compared how many loss terms
 * @param worst the largest relative difference of one
 */
public record GoldenCheck(String peer, String device, String golden, int compared, double worst) {}
