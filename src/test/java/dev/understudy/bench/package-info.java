/** Benchmarks of the product's own parts; run by {@code ./bench}. */
package dev.understudy.bench;
