import Discovery
import Testing

/// What a file is by its name.
@Suite struct FileRoleTests {
  @Test(arguments: [
    ("Dockerfile", FileRole.dockerfile), ("a/b/Dockerfile", .dockerfile), ("Containerfile", .dockerfile),
    ("a/Dockerfile.web", .dockerfile), ("Dockerfile.yaml", .dockerfile), ("web.Dockerfile", .dockerfile),
    ("web.dockerfile", .dockerfile), ("x.Containerfile", .dockerfile), ("Dockerfile.migration", .dockerfile),
    ("compose.yaml", .compose), ("a/docker-compose.prod.yml", .compose), ("stack.compose.yml", .compose),
    ("docker-bake.hcl", .bake), ("docker-bake.override.json", .bake), (".github/workflows/a.yml", .workflow),
    ("x/.github/workflows/a.yaml", .workflow), ("skaffold.yaml", .skaffold), ("skaffold-dev.yml", .skaffold),
    ("a/.migrate/config.yaml", .configuration),
  ])
  func tellsRoles(path: String, role: FileRole) { #expect(FileRole(path: path) == role) }

  @Test(arguments: [
    "", "a", "Dockerfile~", "Dockerfile.dockerignore", "a.Dockerfile.orig", "Dockerfile.bak", "xDockerfile",
    "dockerfile",
    "Dockerfiles", "Dockerfile-web", "Dockerfile/readme.md", ".Dockerfile.migrate-12-new", "config.yaml", "bake.hcl",
    ".github/a.yml", "compose.txt", "package-lock.json", "workflows/a.yml", "Dockerfile.swp",
  ])
  func tellsNone(path: String) { #expect(FileRole(path: path) == nil) }
}
