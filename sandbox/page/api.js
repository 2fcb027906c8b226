// The control API: what people do on this floor goes through these two doors.

/** A refusal by the sandbox; `code` is its machine word. */
class Refused extends Error {
  constructor(code, answer) {
    super(code);
    this.code = code;
    this.answer = answer;
  }
}

async function read(response) {
  const answer = await response.json().catch(() => ({ ok: false, error: `http_${response.status}` }));
  if (answer.ok === false || !response.ok) throw new Refused(answer.error ?? `http_${response.status}`, answer);
  return answer;
}

function address(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given).toString();
  return query ? `/control/${path}?${query}` : `/control/${path}`;
}

/** Reads from the control API; raises Refused. */
export async function get(path, parameters = {}) {
  return read(await fetch(address(path, parameters)));
}

/** Does something through the control API; raises Refused. */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(`/control/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Where a file's bytes are. */
export const fileAddress = (file) => `/control/file/${encodeURIComponent(file)}`;

/** The same as `post` takes a file: name, type and content in base64. */
export async function fileReference(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  const mimetype = file.type || "application/octet-stream";
  return { name: file.name || "pasted.png", mimetype, content_base64: btoa(binary) };
}
