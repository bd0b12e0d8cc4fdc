package io.tidegate.bench.limits;

import io.tidegate.testing.Broker;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What a broker can do by itself: durable messages with an id, one or 500 in a transaction. */
public final class BrokerLimit {

  private static final String QUEUE = "tidegate.jobs";
  private static final int THREADS = 16;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

  private BrokerLimit() {}

  /** Measures a broker in this JVM that keeps its data in {@code args[0]}. */
  public static void main(String[] args) throws Exception {
    try (Broker broker = Broker.start(Path.of(args[0]), "vm://0", settings -> {});
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://0");
        Connection connection = factory.createConnection()) {
      for (int messages : new int[] {1, 500}) {
        System.out.printf(
            "%d messages a transaction, %d threads: %d messages/s%n",
            messages, THREADS, perSecond(connection, messages));
      }
      System.out.printf("messages in %s: %d%n", QUEUE, broker.messages(QUEUE));
    }
  }

  private static long perSecond(Connection connection, int messages) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Callable<Long>> senders = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      senders.add(() -> send(connection, messages));
    }
    long begun = System.nanoTime();
    long sent = 0;
    for (Future<Long> sender : pool.invokeAll(senders)) {
      sent += sender.get();
    }
    pool.shutdown();
    return sent * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begun);
  }

  private static long send(Connection connection, int messages) throws Exception {
    long sent = 0;
    try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
      for (long begun = System.nanoTime(); System.nanoTime() - begun < NANOS; ) {
        for (int message = 0; message < messages; message++) {
          producer.send(session.createTextMessage("job_0123456789abcdef0123456789abcdef"));
        }
        session.commit();
        sent += messages;
      }
    }
    return sent;
  }
}
