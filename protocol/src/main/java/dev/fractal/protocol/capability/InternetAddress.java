package dev.fractal.protocol.capability;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells the addresses of the public internet from all others: loopback, private, link-local (where
 * clouds keep their metadata), shared, documentation, multicast and reserved ranges are not public,
 * and neither are IPv6 addresses that may wrap an IPv4 one.
 */
public final class InternetAddress {
  private InternetAddress() {}

  public static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    int third = a[2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 ->
          second != 168
              && !(second == 0 && (third == 0 || third == 2))
              && !(second == 88 && third == 99);
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  /** Global unicast 2000::/3 without 2001::/23, 2001:db8::/32, 2002::/16 and 3fff::/20. */
  private static boolean isPublic6(byte[] a) {
    int first = (a[0] & 0xff) << 8 | (a[1] & 0xff);
    int second = (a[2] & 0xff) << 8 | (a[3] & 0xff);
    return first >= 0x2000
        && first < 0x4000
        && first != 0x2002
        && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
        && !(first == 0x3fff && second < 0x1000);
  }
}
