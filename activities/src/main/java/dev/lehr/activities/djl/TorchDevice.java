package dev.lehr.activities.djl;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A device that libtorch computes on.
 *
 * @param isCuda a CUDA device; otherwise the CPU
 * @param index which of them, from 0
 */
public record TorchDevice(boolean isCuda, int index) {

  /** The CPU. */
  public static final TorchDevice CPU = new TorchDevice(false, 0);

  /** What campaign files may say, for people. */
  public static final String EXPECTED = "auto, cpu, cuda or cuda:N";

  /** What {@code LEHR_DEVICE} says; otherwise the first CUDA device, or the CPU. */
  public static final String AUTO = "auto";

  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

  /** Whether a word names a device or says auto. */
  public static boolean isKnown(String word) {
    return word.equals(AUTO) || named(word).isPresent();
  }

  private static Optional<TorchDevice> named(String word) {
    if (word.equals("cpu")) {
      return Optional.of(CPU);
    }
    Matcher cuda = CUDA.matcher(word);
    if (!cuda.matches()) {
      return Optional.empty();
    }
    String number = cuda.group(1);
    return Optional.of(new TorchDevice(true, number == null ? 0 : Integer.parseInt(number)));
  }

  /**
   * The device of a word, if this machine has it.
   *
   * @throws UnusableModelException where it has not
   */
  public static TorchDevice of(String word) {
    if (word.equals(AUTO)) {
      String said = System.getenv("LEHR_DEVICE");
      if (said != null && !said.isEmpty() && !said.equals(AUTO)) {
        return of(said);
      }
      return TorchModule.cudaDevices() > 0 ? new TorchDevice(true, 0) : CPU;
    }
    TorchDevice device =
        named(word)
            .orElseThrow(
                () ->
                    new UnusableModelException(
                        "device: found '" + word + "', expected " + EXPECTED));
    int devices = device.isCuda() ? TorchModule.cudaDevices() : 0;
    if (device.isCuda() && device.index() >= devices) {
      throw new UnusableModelException(
          "device: found '"
              + word
              + "', but libtorch "
              + TorchModule.version()
              + " sees "
              + (devices == 0 ? "no CUDA device" : devices + " CUDA devices")
              + " here; docs/models.md says how to run on a GPU");
    }
    return device;
  }

  /**
   * The words of the devices that auto stands for where several are to be used: what {@code
   * LEHR_DEVICE} says, otherwise all CUDA devices, or the CPU.
   */
  public static List<String> all() {
    TorchDevice first = of(AUTO);
    String said = System.getenv("LEHR_DEVICE");
    if (!first.isCuda() || (said != null && !said.isEmpty() && !said.equals(AUTO))) {
      return List.of(first.toString());
    }
    return IntStream.range(0, TorchModule.cudaDevices()).mapToObj(i -> "cuda:" + i).toList();
  }

  @Override
  public String toString() {
    return isCuda ? "cuda:" + index : "cpu";
  }
}
