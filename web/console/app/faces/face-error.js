/** Why a face does not do what it was asked: `code` is unauthorized, unreachable, offline, timeout, refused, ended or voice. */
export class FaceError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The page itself closed the face while it began. */
export const closed = () => new FaceError('ended', 'The connection was closed.');
