/** Proofs on real hosts: systemd, sshd and PostgreSQL in a lab on this machine. */
@org.jspecify.annotations.NullMarked
package dev.understudy.lab;
