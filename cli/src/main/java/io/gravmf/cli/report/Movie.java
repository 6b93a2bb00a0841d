package io.gravmf.cli.report;

import java.util.List;

/**
 * A movie on the map.
 *
 * @param id its id
 * @param title its title, or its id where it has none
 * @param genre the index of its representative genre, or {@link Genre#NONE}
 * @param ratings how many ratings it has
 * @param mean their mean; 0 where there are none
 * @param x where it is in three dimensions
 * @param y where it is
 * @param z where it is
 * @param flat where it is in two
 * @param similar places in the list of movies of those most like it, the nearest first
 * @param similarity how like it each of those is
 */
public record Movie(
    String id,
    String title,
    int genre,
    int ratings,
    double mean,
    float x,
    float y,
    float z,
    List<Float> flat,
    List<Integer> similar,
    List<Float> similarity) {}
