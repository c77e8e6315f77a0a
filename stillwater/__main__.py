from stillwater.cli import main

main()
