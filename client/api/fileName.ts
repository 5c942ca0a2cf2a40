/** The name that a file has at the caller's, as the header `X-File-Name` says, percent-encoded or not. */
export function fileNameOf(headers: Readonly<Record<string, string | string[] | undefined>>, otherwise: string): string {
  const given = headers['x-file-name'];
  if (typeof given !== 'string' || given === '') return otherwise;
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}
