package io.tidegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeftOnThreadsTest {

  private static final ThreadLocal<Object> OF_THE_APPLICATION = new ThreadLocal<>();
  private static final ThreadLocal<Object> OF_THE_SERVER = new ThreadLocal<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void endTheThread() {
    thread.shutdownNow();
  }

  @Test
  void takesWhatTheLoadersClassesLeftOffAThreadThatGoesOn() throws Exception {
    OwnLoader loader = new OwnLoader();
    Object left = loader.loadClass(Left.class.getName()).getConstructor().newInstance();
    thread.submit(() -> OF_THE_APPLICATION.set(left)).get();
    thread.submit(() -> OF_THE_SERVER.set("kept")).get();

    LeftOnThreads.remove(loader);

    assertThat(thread.submit(OF_THE_APPLICATION::get).get()).isNull();
    assertThat(thread.submit(OF_THE_SERVER::get).get()).isEqualTo("kept");
  }

  @Test
  void leavesWhatTheSameClassOfAnotherLoaderLeft() throws Exception {
    Object other = new OwnLoader().loadClass(Left.class.getName()).getConstructor().newInstance();
    thread.submit(() -> OF_THE_APPLICATION.set(other)).get();

    LeftOnThreads.remove(new OwnLoader());

    assertThat(thread.submit(OF_THE_APPLICATION::get).get()).isSameAs(other);
  }

  /** What a thread local holds. */
  public static final class Left {}

  /** An application's loader: it has a {@link Left} of its own. */
  private static final class OwnLoader extends ClassLoader {

    OwnLoader() {
      super(LeftOnThreadsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(Left.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] read = bytes.readAllBytes();
        return defineClass(name, read, 0, read.length);
      } catch (IOException unread) {
        throw new ClassNotFoundException(name, unread);
      }
    }
  }
}
