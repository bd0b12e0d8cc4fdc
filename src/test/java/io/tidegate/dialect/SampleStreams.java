package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.SseDecoder;
import io.tidegate.upstream.reading.SseEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Streams as nodes send them, and what is read of them. Quotes are written as apostrophes. */
public final class SampleStreams {

  private static final Pattern TYPE = Pattern.compile("\"type\":\"([^\"]+)\"");

  /** Reasoning, a text and the call of a tool, in the order in which DeepSeek sends them. */
  public static final byte[] RESPONSE =
      numbered(
          "{'type':'response.created','response':{'id':'0193-ab','object':'response',"
              + "'created_at':7,'status':'in_progress','model':'deepseek-flash','output':[],"
              + "'usage':null}}",
          "{'type':'response.in_progress','response':{'id':'0193-ab',"
              + "'status':'in_progress','model':'deepseek-flash','output':[]}}",
          "{'type':'response.output_item.added','output_index':0,'item':{'id':'rs_1',"
              + "'type':'reasoning','content':[],'summary':[]}}",
          "{'type':'response.content_part.added','item_id':'rs_1','output_index':0,"
              + "'content_index':0,'part':{'type':'reasoning_text','text':''}}",
          "{'type':'response.reasoning_text.delta','item_id':'rs_1','output_index':0,"
              + "'delta':'\u6df1 thought'}",
          "{'type':'response.output_item.done','output_index':0,'item':{'id':'rs_1',"
              + "'type':'reasoning','summary':[],'content':[{'type':'reasoning_text',"
              + "'text':'\u6df1 thought'}]}}",
          "{'type':'response.output_item.added','output_index':1,'item':{'id':'msg_1',"
              + "'type':'message','role':'assistant','content':[]}}",
          "{'type':'response.content_part.added','item_id':'msg_1','output_index':1,"
              + "'content_index':0,'part':{'type':'output_text','text':'','annotations':[]}}",
          "{'type':'response.output_text.delta','item_id':'msg_1','output_index':1,"
              + "'content_index':0,'delta':'Hi \ud83c\udf0a'}",
          "{'type':'response.output_item.done','output_index':1,'item':{'id':'msg_1',"
              + "'type':'message','role':'assistant','content':[{'type':'output_text',"
              + "'text':'Hi \ud83c\udf0a','annotations':[]}]}}",
          "{'type':'response.output_item.added','output_index':2,'item':{'id':'fc_1',"
              + "'type':'function_call','call_id':'c1','name':'look','arguments':''}}",
          "{'type':'response.function_call_arguments.delta','item_id':'fc_1',"
              + "'output_index':2,'delta':'{\\'a\\':1.50}'}",
          "{'type':'response.output_item.done','output_index':2,'item':{'id':'fc_1',"
              + "'type':'function_call','call_id':'c1','name':'look',"
              + "'arguments':'{\\'a\\':1.50}'}}",
          "{'type':'response.completed','response':{'id':'0193-ab','object':'response',"
              + "'created_at':7,'status':'completed','error':null,'incomplete_details':null,"
              + "'model':'deepseek-flash','output':[{'id':'rs_1','type':'reasoning',"
              + "'summary':[],'content':[{'type':'reasoning_text','text':'\u6df1 thought'}]},"
              + "{'id':'msg_1','type':'message','role':'assistant',"
              + "'content':[{'type':'output_text','text':'Hi \ud83c\udf0a',"
              + "'annotations':[]}]},{'id':'fc_1','type':'function_call','call_id':'c1',"
              + "'name':'look','arguments':'{\\'a\\':1.50}'}],'usage':{'input_tokens':120,"
              + "'input_tokens_details':{'cached_tokens':100},'output_tokens':9,"
              + "'output_tokens_details':{'reasoning_tokens':6},'total_tokens':129}}}");

  /** The same of a message. */
  public static final byte[] MESSAGE =
      stream(
          "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',"
              + "'model':'deepseek-flash','content':[],'stop_reason':null,'stop_sequence':null,"
              + "'usage':{'input_tokens':20,'cache_creation_input_tokens':30,"
              + "'cache_read_input_tokens':100,'output_tokens':1}}}",
          "{'type':'content_block_start','index':0,'content_block':{'type':'thinking',"
              + "'thinking':'','signature':''}}",
          "{'type':'ping'}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta',"
              + "'thinking':'\u6df1 thought'}}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
              + "'signature':'c2ln'}}",
          "{'type':'content_block_stop','index':0}",
          "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
          "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta',"
              + "'text':'Hi \ud83c\udf0a'}}",
          "{'type':'content_block_stop','index':1}",
          "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'t1',"
              + "'name':'look','input':{}}}",
          "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
              + "'partial_json':''}}",
          "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
              + "'partial_json':'{\\'a\\':'}}",
          "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
              + "'partial_json':'1.50}'}}",
          "{'type':'content_block_stop','index':2}",
          "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},"
              + "'usage':{'output_tokens':9}}",
          "{'type':'message_stop'}");

  private SampleStreams() {}

  /** The same with a number in each event. */
  public static byte[] numbered(String... data) {
    String[] numbered = new String[data.length];
    for (int i = 0; i < data.length; i++) {
      numbered[i] = data[i].substring(0, data[i].length() - 1) + ",'sequence_number':" + i + "}";
    }
    return stream(numbered);
  }

  /** A stream of events of {@code data}, each named by its type. */
  public static byte[] stream(String... data) {
    StringBuilder stream = new StringBuilder();
    for (String each : data) {
      String json = json(each);
      Matcher type = TYPE.matcher(json);
      stream.append(type.find() ? "event: " + type.group(1) + "\n" : "");
      stream.append("data: ").append(json).append("\n\n");
    }
    return stream.toString().getBytes(UTF_8);
  }

  /** {@code text} with quotes. */
  public static String json(String text) {
    return text.replace("\\'", "\\\"").replace('\'', '"');
  }

  /** The events of {@code stream}, which may be cut. */
  public static List<byte[]> events(byte[]... pieces) {
    List<byte[]> events = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(1 << 20, events::add);
    for (byte[] piece : pieces) {
      decoder.feed(ByteBuffer.wrap(piece));
    }
    decoder.end();
    return events;
  }

  /** What {@code dialect} reads in the events that have data; null for what is no JSON. */
  public static List<ChunkFacts> facts(Dialect dialect, byte[]... pieces) {
    EventReader reader = dialect.events();
    List<ChunkFacts> facts = new ArrayList<>();
    for (byte[] bytes : events(pieces)) {
      SseEvent event = SseEvent.of(bytes);
      if (event.data() != null) {
        facts.add(reader.read(event));
      }
    }
    return facts;
  }
}
