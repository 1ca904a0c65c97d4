package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final String HEAD =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

  @Test
  void theGatewayIsThatOfTheDefaultRoute() throws IOException {
    List<String> routes =
        List.of(
            HEAD,
            "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
            "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0");
    assertThat(Neighbours.gateway(routes).orElseThrow().getHostAddress()).isEqualTo("172.17.0.1");
  }

  @Test
  void withoutADefaultRouteThereIsNone() throws IOException {
    assertThat(Neighbours.gateway(List.of(HEAD))).isEmpty();
  }
}
