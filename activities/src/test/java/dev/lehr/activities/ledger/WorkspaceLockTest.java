package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceLockTest {

  @TempDir Path directory;

  private WorkspaceLock acquire() {
    return WorkspaceLock.acquire(directory, "lehr run test.yaml", true);
  }

  @Test
  void aSecondProcessIsToldWhoHoldsTheWorkspaceAndKillFreesIt() throws Exception {
    Process child = ChildJvm.start(LockHoldingChild.class, directory.toString());
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      assertThatThrownBy(this::acquire)
          .isInstanceOf(WorkspaceLockedException.class)
          .hasMessageContaining("process " + child.pid() + " on ")
          .hasMessageContaining("lehr run child.yaml");
      assertThat(WorkspaceLock.holder(directory).orElseThrow().pid()).isEqualTo(child.pid());
      child.destroyForcibly().waitFor();
      assertThat(Files.exists(directory.resolve(WorkspaceHolder.FILE))).isTrue();
      try (WorkspaceLock lock = acquire()) {
        assertThat(lock).isNotNull();
        assertThat(WorkspaceLock.holder(directory).orElseThrow().pid())
            .isEqualTo(ProcessHandle.current().pid());
      }
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void theSameProcessCannotTakeItTwiceButAgainOnceItIsClosed() {
    WorkspaceLock first = acquire();
    assertThatThrownBy(this::acquire)
        .isInstanceOf(WorkspaceLockedException.class)
        .hasMessageContaining("lehr run test.yaml");
    first.close();
    first.close();
    assertThat(WorkspaceLock.holder(directory)).isEmpty();
    acquire().close();
  }

  @Test
  void wordsOfADeadHolderOrGarbageDoNoHarm() throws Exception {
    for (String words : new String[] {"", "pid=x\n", "\0\1\2", "pid=1"}) {
      Files.writeString(directory.resolve(WorkspaceHolder.FILE), words);
      assertThat(WorkspaceLock.holder(directory)).isEmpty();
      acquire().close();
    }
  }

  @Test
  void aLedgerIsReadWhileTheWorkspaceIsHeld() {
    try (WorkspaceLock lock = acquire();
        Ledger writer = SqlLedger.open(directory);
        Ledger reader = SqlLedger.openReadOnly(directory)) {
      assertThat(lock).isNotNull();
      assertThat(reader.incarnation()).isEqualTo(writer.incarnation());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "lustre", "GPFS"})
  void networkFileSystemsAreRefusedWithAdvice(String type) {
    assertThatThrownBy(() -> WorkspaceLock.refuseNetwork(directory, type))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(type)
        .hasMessageContaining("local disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "NTFS"})
  void localFileSystemsAreTaken(String type) {
    assertThat(WorkspaceLock.isNetwork(type)).isFalse();
  }
}
