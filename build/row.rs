//! The two shapes of a table: rows, which become values of a struct of the program, and lists, which become constants.
//!
//! A column would stand in four places without these macros: in the struct that reads the row, in the text that is
//! written, in its arguments, and in the struct of the program. Here it stands once for the build, under the name that it
//! has in the program, and the compiler compares it with the program's.

/// A row: a struct that is read from TOML and written as a value of the program's struct of the same name. Keys behind
/// `besides` are read and not written.
macro_rules! row {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$how:meta])* $column:ident: $type:ty,)+ }
        $(besides { $($(#[$other_how:meta])* $other:ident: $other_type:ty,)+ })?
    ) => {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $(#[$about])*
        pub(super) struct $name {
            $($(#[$how])* pub(super) $column: $type,)+
            $($($(#[$other_how])* pub(super) $other: $other_type,)+)?
        }

        impl super::literal::Literal for $name {
            fn literal(&self) -> String {
                let columns = [$(format!("{}: {}", stringify!($column), self.$column.literal())),+];
                format!("{} {{ {} }}", stringify!($name), columns.join(", "))
            }
        }
    };
}

/// A table of lists: a struct that is read from TOML, each key of which becomes a constant, or none behind `besides`.
macro_rules! lists {
    (
        $name:ident {
            $(
                $(#[doc = $about:literal])+
                $(#[serde($how:meta)])?
                $key:ident: $type:ty => $constant:literal;
            )+
        }
        $(besides { $($other:ident: $other_type:ty,)+ })?
    ) => {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[serde($how)])? pub(super) $key: $type,)+
            $($(pub(super) $other: $other_type,)+)?
        }

        impl $name {
            /// The constants. Refuses lists that are not in order.
            pub(super) fn code(&self, source: &super::source::Source) -> Result<String, String> {
                use super::literal::Literal as _;
                let mut code = String::new();
                $(
                    self.$key.check(source)?;
                    code.push_str(concat!($("///", $about, "\n",)+ $constant, " = "));
                    code.push_str(&self.$key.literal());
                    code.push_str(";\n");
                )+
                Ok(code)
            }
        }
    };
}

pub(super) use {lists, row};
