using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Voxta.Devices;

/// <summary>The page on which the owner consents. It runs one script of its own, loads nothing, and cannot be framed.</summary>
internal static class DevicePage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="referrer" content="no-referrer">
        <title>Let an app in - Parley</title>
        <style nonce="NONCE">
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark; }
          label { display: block; margin-top: 1rem; }
          input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; }
          #code { letter-spacing: .15em; text-transform: uppercase; }
          button { font: inherit; margin-top: 1.5rem; padding: .4rem 1.2rem; }
          [hidden] { display: none; }
        </style>
        <h1>Let an app in</h1>
        <p>An app shows a code and asks for a key to this server. Enter the code only if you started this yourself.</p>
        <form id="form">
          <label>Code <input id="code" name="code" required autocomplete="off" spellcheck="false" maxlength="12"></label>
          <label id="keyRow" KEYROW>Your API key <input id="key" name="key" type="password" autocomplete="off"></label>
          <button>Let it in</button>
        </form>
        <p id="result" role="status"></p>
        <script nonce="NONCE">
          const element = id => document.getElementById(id);
          element('code').value = new URLSearchParams(location.search).get('code') ?? '';
          element('form').addEventListener('submit', async event => {
            event.preventDefault();
            const headers = { 'content-type': 'application/json' };
            const key = element('key').value.trim();
            if (key) headers.authorization = 'Bearer ' + key;
            const result = element('result');
            try {
              const response = await fetch('api/device/verify', { method: 'POST', headers, body: JSON.stringify({ user_code: element('code').value }) });
              const answer = await response.json();
              result.textContent = response.ok ? answer.label + ' has its key now. You can close this page.' : answer.detail;
              element('form').hidden = response.ok;
            } catch {
              result.textContent = 'The server did not answer.';
            }
          });
        </script>
        </html>
        """;

    public static Task WriteAsync(HttpContext http, bool keysRequired)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Html.Replace("NONCE", nonce, StringComparison.Ordinal).Replace("KEYROW", keysRequired ? "" : "hidden", StringComparison.Ordinal), http.RequestAborted);
    }
}
