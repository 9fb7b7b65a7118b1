/** A failure with one line for the person at the terminal: what is wrong and what to do. */
export class SetupFailure extends Error {
  /** @override */
  name = "SetupFailure";
}

/** The person stopped the set-up. */
export class Interrupted extends SetupFailure {
  /** @override */
  name = "Interrupted";
}

const again = "then run the same command again; it goes on from here";

/**
 * What the output of npm, pip, apt or Node's own errors tell, most certain first: a full disk also breaks
 * connections, and a broken connection also makes pip say that a package does not exist.
 * @type {readonly { readonly pattern: RegExp, readonly advice: string }[]}
 */
const causes = [
  {
    pattern:
      /ENOSPC|no space left on device|not enough space on the disk|Errno 28\b|EDQUOT|disk quota exceeded/i,
    advice: `the disk is full. Free about 2 GB, ${again}.`,
  },
  {
    pattern: /EINTEGRITY|DO NOT MATCH THE HASHES/,
    advice:
      "a downloaded package is not the one in the lock file, so it was not installed. " +
      "Run the same command again; if it happens again, ask who runs your network or package mirror.",
  },
  {
    pattern: /npm ci[`'" ].*in sync/,
    advice: `package-lock.json does not fit the package.json files. Run npm install --package-lock-only, ${again}.`,
  },
  {
    pattern: /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_HAS_EXPIRED/,
    advice:
      "the network's certificate is not trusted. Name its authority's file in NODE_EXTRA_CA_CERTS and PIP_CERT, " +
      `${again}.`,
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|name resolution|getaddrinfo|new connection|NewConnectionError|ReadTimeout|ConnectTimeout|ProxyError|Could not resolve|network is unreachable/i,
    advice: `no connection to the package registry. Check the network and the proxy settings, ${again}.`,
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    advice: `no permission to write in this folder. Make it writable for you, ${again}.`,
  },
  {
    pattern: /No matching distribution found|not a supported wheel on this platform/,
    advice:
      "a package has no ready-made build for this Python on this platform. Give another Python from 3.11 on in " +
      `LAYERBOOK_PYTHON, ${again}.`,
  },
];

/** Lines that say nothing of the cause. */
const noise = /^(npm (error|warn)( code| A complete log| Run "npm help|\s*$)|npm warn|Node\.js v|\s+at )/;

/**
 * One line about a failed action.
 * @param {string} action what was being done, as in "Cannot install the npm packages"
 * @param {string} output what the failed command or error said
 * @param {string} [log] the file that holds all of the output
 * @returns {string}
 */
export function explain(action, output, log) {
  const cause = causes.find(({ pattern }) => pattern.test(output));
  if (cause) return `${action}: ${cause.advice}`;
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "" && !noise.test(line));
  const line =
    lines.findLast((text) => /error|failed|cannot/i.test(text)) ?? lines.at(-1) ?? "it said nothing";
  const where = log ? ` (all of its output is in ${log})` : "";
  return `${action}: ${line.trim().replace(/\.$/, "")}${where}.`;
}
