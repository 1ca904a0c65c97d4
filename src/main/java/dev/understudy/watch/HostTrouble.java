package dev.understudy.watch;

import dev.understudy.common.ErrorClass;

/** Why a host said nothing over SSH. */
public record HostTrouble(ErrorClass errorClass, String message) implements HostAnswer {}
