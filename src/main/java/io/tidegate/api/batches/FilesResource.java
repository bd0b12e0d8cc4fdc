package io.tidegate.api.batches;

import io.tidegate.api.batches.StoredFileJson.FileDeletedJson;
import io.tidegate.api.batches.StoredFileJson.StoredFileListJson;
import io.tidegate.api.calls.CallsResource;
import io.tidegate.api.entry.KeyArea;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.tenants.keys.ScopeNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * A tenant's files: what batches read and write.
 *
 * <p>As in {@link CallsResource} the suspended response is never resumed.
 */
@Path("v1/files")
@ApplicationScoped
@TenantOnly
@KeyArea(ScopeNames.FILES)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
@SecurityRequirement(name = "key")
public class FilesResource {

  @Inject private HttpFiles files;

  /** Stores a file: the form's parts {@code purpose} and {@code file}, in any order. */
  @POST
  @Operation(operationId = "uploadFile", summary = "Stores a file")
  @APIResponseSchema(value = StoredFileJson.class, responseCode = "200")
  @RequestBody(
      required = true,
      content = @Content(mediaType = "multipart/form-data", schema = @Schema(ref = "FileUpload")))
  public void upload(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    files.upload(http);
  }

  /** The files, newest first. */
  @GET
  @Operation(operationId = "listFiles", summary = "Files, newest first")
  @APIResponseSchema(value = StoredFileListJson.class, responseCode = "200")
  @Parameter(name = "purpose", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  @Parameter(name = "order", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    files.list(http);
  }

  /** One file, without its content. */
  @GET
  @Path("{id}")
  @Operation(operationId = "getFile", summary = "One file, without its content")
  @APIResponseSchema(value = StoredFileJson.class, responseCode = "200")
  public void get(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    files.get(http, id);
  }

  /** The bytes of a file. */
  @GET
  @Path("{id}/content")
  @Operation(operationId = "getFileContent", summary = "The bytes of a file")
  @APIResponse(
      responseCode = "200",
      description = "The bytes.",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public void content(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    files.content(http, id);
  }

  /** Deletes a file that no unfinished batch reads. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "deleteFile", summary = "Deletes a file that no unfinished batch reads")
  @APIResponseSchema(value = FileDeletedJson.class, responseCode = "200")
  public void delete(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    files.delete(http, id);
  }
}
