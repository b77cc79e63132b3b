package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A random password, kept in a file that only its owner reads. */
public final class Secret {

  private static final SecureRandom random = new SecureRandom();

  private Secret() {}

  /** The password in the file, which is made if it is not there. */
  public static String in(Path file) {
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file) throws IOException {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, ownerOnly);
    Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    Files.move(unfinished, file);
  }
}
