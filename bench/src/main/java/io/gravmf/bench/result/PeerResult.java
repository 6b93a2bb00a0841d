package io.gravmf.bench.result;

/**
 * An epoch or another piece of work by somebody else's software, as its script printed it.
 *
 * @param peer whose, such as {@code pytorch-dense}
 * @param version of that software
 * @param data which ratings
 * @param device {@code cpu} or {@code cuda}
 * @param dim number of factors
 * @param threads threads it was given
 * @param ms median milliseconds of an epoch, or of the whole work where it has no epochs
 * @param msMin least
 * @param msMax most
 */
public record PeerResult(
    String peer,
    String version,
    String data,
    String device,
    int dim,
    int threads,
    double ms,
    double msMin,
    double msMax) {}
