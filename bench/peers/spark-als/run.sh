#!/usr/bin/env bash
# Times Spark MLlib's ALS. Needs a JDK (17 or newer) and Maven, which fetches Spark on first use.
#
#   bench/peers/spark-als/run.sh --train T --validation V --data NAME --threads 2 \
#     --all FILE --dims 64,128
#
# The files have user row, item row and rating. --train and --validation, or --all, may be left out with what is
# made of them. Prints JSON objects, one a line.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if [[ ! -f $here/target/classpath || $here/pom.xml -nt $here/target/classpath ||
  -n $(find "$here/src" -newer "$here/target/classpath") ]]; then
  mvn -q -B -f "$here/pom.xml" package >&2
fi
# What Spark's own launcher opens to it.
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
exec "$java" -XX:+IgnoreUnrecognizedVMOptions "${opens[@]}" --add-modules jdk.incubator.vector \
  -cp "$here/target/classes:$(< "$here/target/classpath")" io.gravmf.peers.SparkAls "$@"
