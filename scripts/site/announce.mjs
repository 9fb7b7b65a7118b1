// Docusaurus reports success before its server listens. Imported into its process, this says when it really does.
import { subscribe } from "node:diagnostics_channel";
import { Server } from "node:http";

subscribe("tracing:net.server.listen:asyncEnd", (message) => {
  const { server } = /** @type {{ server: unknown }} */ (message);
  // A plain net.Server is only the probe whether the port is free.
  if (server instanceof Server) console.log("The site's server listens.");
});
