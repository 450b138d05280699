package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ScheduleRoutesTest {
  private static final String PATH = "/v1/sessions/s1/schedules";

  private final HttpRig rig = HttpRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aScheduleIsSetChangedListedAndRemoved() {
    var set =
        rig.post(PATH, "{\"name\":\"look\",\"task\":\"look\",\"every\":\"1h\",\"by\":\"kim\"}");
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(set.json().path("status").asText()).isEqualTo("active");
    assertThat(set.json().path("next").asText()).isEqualTo("2026-12-01T08:00:00Z");
    rig.post(
        PATH,
        "{\"name\":\"daily\",\"task\":\"report\",\"cron\":\"0 9 * * *\",\"zone\":\"Europe/Berlin\","
            + "\"overlap\":\"queue\"}");
    var paused = rig.post(PATH + "/look/pause", "{\"by\":\"kim\"}");
    assertThat(paused.json().path("status").asText()).isEqualTo("paused");
    assertThat(paused.json().path("next").isNull()).isTrue();
    rig.post(PATH + "/look/resume", "");
    var removed = rig.send(rig.request(PATH + "/look?by=kim").DELETE());
    assertThat(removed.json().path("status").asText()).isEqualTo("removed");
    assertThat(rig.get(PATH).json().isArray()).isTrue();
    assertThat(rig.get("/v1/sessions/nobody/schedules").kind()).isEqualTo("UnknownSession");
    assertThat(rig.sessions.asked)
        .satisfiesExactly(
            line -> assertThat(line).contains("Every[period=PT1H]", "overlap=SKIP", "by kim"),
            line -> assertThat(line).contains("zone=Europe/Berlin", "overlap=QUEUE", "by http"),
            line -> assertThat(line).contains("phase=PAUSED", "by kim"),
            line -> assertThat(line).contains("phase=ACTIVE", "by http"),
            line -> assertThat(line).contains("phase=REMOVED", "by kim"));
  }

  @Test
  void badFieldsAreNamed() {
    assertThat(rig.post(PATH, "{\"name\":\"x\"}").body()).contains("'task'");
    assertThat(rig.post(PATH, fields("")).body()).contains("either 'every', or 'cron'");
    assertThat(rig.post(PATH, fields(",\"every\":\"1h\",\"cron\":\"* * * * *\"")).status())
        .isEqualTo(400);
    assertThat(rig.post(PATH, fields(",\"every\":\"10ms\"")).body()).contains("1s to 3652d");
    assertThat(rig.post(PATH, fields(",\"every\":\"1h\",\"overlap\":\"twice\"")).body())
        .contains("'overlap'");
    assertThat(rig.post(PATH, fields(",\"every\":\"1h\",\"at\":1")).body()).contains("'at'");
    assertThat(rig.post(PATH + "/a%20b/pause", "").body()).contains("is not the name");
    assertThat(rig.sessions.asked).isEmpty();
  }

  private static String fields(String more) {
    return "{\"name\":\"x\",\"task\":\"look\"" + more + "}";
  }

  @Test
  void aPageOfAnotherSiteRemovesNothing() {
    var foreign =
        rig.send(rig.request(PATH + "/look").header("Sec-Fetch-Site", "cross-site").DELETE());
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(rig.sessions.asked).isEmpty();
  }
}
