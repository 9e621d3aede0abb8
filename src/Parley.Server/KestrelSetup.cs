using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.Server.Security;
using Parley.Server.Settings;

namespace Parley.Server;

/// <summary>Where and how Kestrel listens.</summary>
internal static class KestrelSetup
{
    public static void Apply(KestrelServerOptions kestrel, ParleyOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.Limits.HandshakeSeconds);
        kestrel.Limits.MaxRequestBodySize = options.Limits.MaxRequestBytes;

        var certificate = Certificate(options);
        var address = ListenAddress.Of(options);
        if (address.Addresses is { } addresses)
        {
            foreach (var one in addresses)
            {
                kestrel.Listen(one, options.Port, Endpoint);
            }
        }
        else if (options.Port != 0)
        {
            kestrel.ListenLocalhost(options.Port, Endpoint);
        }
        else
        {
            // Two families would get two different free ports.
            kestrel.Listen(IPAddress.Loopback, 0, Endpoint);
        }

        void Endpoint(ListenOptions listen)
        {
            // Every socket of the three faces is an HTTP/1.1 upgrade; with HTTP/2 a browser would try extended CONNECT instead.
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }
    }

    private static X509Certificate2? Certificate(ParleyOptions options)
    {
        if (options.TlsCert is not { } file)
        {
            return null;
        }

        try
        {
            if (Path.GetExtension(file) is ".pfx" or ".p12")
            {
                return X509CertificateLoader.LoadPkcs12FromFile(file, password: null);
            }

            using var pem = X509Certificate2.CreateFromPemFile(file, options.TlsKey);
            // Windows cannot serve TLS with a key that was never in a key container.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (CryptographicException exception)
        {
            throw new SettingsException($"tlsCert: '{file}' cannot be used: {exception.Message}", exception);
        }
    }
}
