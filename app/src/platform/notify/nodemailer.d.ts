declare module 'nodemailer' {
  export function createTransport(options: Record<string, unknown>): {
    sendMail(message: { from: string; to: string; subject: string; text: string }): Promise<unknown>;
    close(): void;
  };
}
